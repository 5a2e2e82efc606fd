package dev.tideline.invalidation.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tideline.events.AppliedThrough;
import dev.tideline.events.ChangeLogRecord;
import dev.tideline.events.Decoded;
import dev.tideline.events.EventCodec;
import dev.tideline.events.ResourceChanged;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.events.SubjectErased;
import dev.tideline.invalidation.plan.PurgePlanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records of one poll, sorted by what has to be done with them.
 *
 * @param erasures data subjects that were erased
 * @param unreadable scopes that stand for changes which cannot be read but whose key can
 * @param skipped records of which nothing is known
 */
record ChangeBatch(
        List<ResourceChanged> changes,
        List<SubjectErased> erasures,
        List<AppliedThrough> statements,
        List<Scope> unreadable,
        int skipped) {

    static ChangeBatch read(Iterable<ConsumerRecord<byte[], byte[]>> records, EventCodec codec) {
        List<ResourceChanged> changes = new ArrayList<>();
        List<SubjectErased> erasures = new ArrayList<>();
        List<AppliedThrough> statements = new ArrayList<>();
        List<Scope> unreadable = new ArrayList<>();
        int skipped = 0;
        for (ConsumerRecord<byte[], byte[]> one : records) {
            switch (codec.decode(one.value(), ChangeLogRecord.class)) {
                case Decoded.Value<ChangeLogRecord>(ResourceChanged change) -> changes.add(change);
                case Decoded.Value<ChangeLogRecord>(SubjectErased erased) -> erasures.add(erased);
                case Decoded.Value<ChangeLogRecord>(AppliedThrough statement) -> {
                    // A statement speaks for the partition it stands in, or for none.
                    if (statement.partition() == one.partition()) {
                        statements.add(statement);
                    } else {
                        skipped++;
                    }
                }
                case Decoded.Unreadable<ChangeLogRecord>(var reason) -> {
                    Optional<ResourceKey> key = key(one);
                    key.ifPresent(known -> unreadable.addAll(PurgePlanner.unreadable(known)));
                    skipped += key.isPresent() ? 0 : 1;
                }
            }
        }
        return new ChangeBatch(changes, erasures, statements, unreadable, skipped);
    }

    private static Optional<ResourceKey> key(ConsumerRecord<byte[], byte[]> one) {
        byte[] key = one.key();
        return key == null || key.length > 1024 ? Optional.empty() : ResourceKey.parse(new String(key, UTF_8));
    }
}
