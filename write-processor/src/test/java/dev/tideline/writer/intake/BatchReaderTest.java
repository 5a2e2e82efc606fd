package dev.tideline.writer.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.events.Topics;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class BatchReaderTest {

    private String logIdNow = "this";
    private final BatchReader reader = new BatchReader(3, "this", 5, () -> logIdNow);

    @Test
    void offsetsMayLeaveGapsButRise() {
        assertThat(reader.read(records(5, 6, 9)).nextOffset()).isEqualTo(10);
        assertThat(reader.read(records(12)).firstOffset()).isEqualTo(12);
    }

    @Test
    void offsetsThatStartOverAreAnotherTopics() {
        reader.read(records(5, 6));
        logIdNow = "another";
        assertThatThrownBy(() -> reader.read(records(0))).isInstanceOf(LogReplacedException.class);
    }

    @Test
    void theyMayStartOverWithinOneFetch() {
        logIdNow = "another";
        assertThatThrownBy(() -> reader.read(records(5, 6, 0, 1))).isInstanceOf(LogReplacedException.class);
    }

    @Test
    void aLogThatLostAppliedRecordsIsNotReadOn() {
        reader.read(records(5, 6));
        assertThatThrownBy(() -> reader.read(records(6)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("from offset 7 to 6");
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(long... offsets) {
        return LongStream.of(offsets)
                .mapToObj(offset -> new ConsumerRecord<>(Topics.WRITES, 3, offset, new byte[0], new byte[0]))
                .toList();
    }
}
