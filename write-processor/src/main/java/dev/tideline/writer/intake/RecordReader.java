package dev.tideline.writer.intake;

import dev.tideline.events.Decoded;
import dev.tideline.events.ErasureRequested;
import dev.tideline.events.EventCodec;
import dev.tideline.events.WriteLogRecord;
import dev.tideline.events.WritePosition;
import dev.tideline.events.WriteRequested;
import dev.tideline.events.WriteSealed;
import dev.tideline.writer.store.Entry;
import dev.tideline.writer.store.LoggedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** From Kafka's record to ours. */
final class RecordReader {

    // It goes into a column as it is, even where the write itself cannot be applied.
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{1,128}");

    private final EventCodec codec = new EventCodec();

    Entry read(ConsumerRecord<byte[], byte[]> record) {
        List<LoggedRecord.Header> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new LoggedRecord.Header(header.key(), header.value()));
        }
        LoggedRecord logged = new LoggedRecord(
                new WritePosition(record.partition(), record.offset()), record.key(), record.value(), headers);
        return switch (codec.decode(record.value(), WriteLogRecord.class)) {
            case Decoded.Value<WriteLogRecord>(WriteRequested write)
            when !FINGERPRINT.matcher(write.fingerprint()).matches() ->
                new Entry.Unreadable(logged, "malformed: fingerprint");
            case Decoded.Value<WriteLogRecord>(WriteRequested write) -> new Entry.Write(logged, write);
            case Decoded.Value<WriteLogRecord>(WriteSealed sealed) -> new Entry.Sealed(logged, sealed);
            case Decoded.Value<WriteLogRecord>(ErasureRequested order) -> new Entry.Erasure(logged, order);
            case Decoded.Unreadable<WriteLogRecord>(var reason) -> new Entry.Unreadable(logged, reason);
        };
    }
}
