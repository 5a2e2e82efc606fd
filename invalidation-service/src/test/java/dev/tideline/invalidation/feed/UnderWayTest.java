package dev.tideline.invalidation.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.invalidation.feed.UnderWay.Sent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UnderWayTest {

    private static final TopicPartition ONE = new TopicPartition("changes", 1);
    private static final TopicPartition TWO = new TopicPartition("changes", 2);

    private final UnderWay underWay = new UnderWay();

    private static Sent sent(Map<TopicPartition, Long> from) {
        ChangeBatch batch = new ChangeBatch(List.of(), List.of(), List.of(), List.of(), 0);
        return new Sent(batch, 0, new CompletableFuture<>(), from, Map.of());
    }

    private static Sent sent() {
        return sent(Map.of(ONE, 0L));
    }

    @Test
    void nothingIsSettledBeforeWhatWasReadBeforeIt() {
        Sent first = sent();
        Sent second = sent();
        underWay.add(first);
        underWay.add(second);
        second.appended().complete(null);
        assertThat(underWay.isDue()).isFalse();

        first.appended().complete(null);
        assertThat(underWay.isDue()).isTrue();
        assertThat(underWay.first()).isSameAs(first);
        underWay.settleFirst();
        assertThat(underWay.isDue()).isTrue();
        underWay.settleFirst();
        assertThat(underWay.isEmpty()).isTrue();
    }

    @Test
    void whatFailedIsDueToo() {
        Sent failed = sent();
        underWay.add(failed);
        failed.appended().completeExceptionally(new IllegalStateException("lost"));
        assertThat(underWay.isDue()).isTrue();
    }

    @Test
    void ofTooManyTheFirstIsWaitedFor() {
        for (int i = 0; i <= UnderWay.MOST; i++) {
            assertThat(underWay.isDue()).isFalse();
            underWay.add(sent());
        }
        assertThat(underWay.isDue()).isTrue();
    }

    @Test
    void whatIsAbandonedIsReadAgainFromItsFirstRecordOn() {
        underWay.add(sent(Map.of(ONE, 10L)));
        underWay.add(sent(Map.of(ONE, 15L, TWO, 3L)));
        assertThat(underWay.abandon()).isEqualTo(Map.of(ONE, 10L, TWO, 3L));
        assertThat(underWay.isEmpty()).isTrue();
    }
}
