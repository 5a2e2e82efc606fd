package dev.tideline.gateway.write;

import dev.tideline.events.EventCodec;
import dev.tideline.events.WriteRequested;
import dev.tideline.events.WriteSealed;
import dev.tideline.gateway.subject.SubjectKeys;
import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.Placement;
import dev.tideline.placement.Residency;
import dev.tideline.subjects.SubjectKey;
import io.opentelemetry.api.trace.SpanContext;
import java.net.URI;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

/**
 * The queue, which gets writes of residency-bound collections only encrypted under their data subject's key: Kafka keeps
 * records for days, and nobody can take one out of it. A subject whose key is not known here and cannot be had now cannot be
 * written of: what could not be erased is not accepted.
 */
final class SealingWriteLog implements WriteLog {

    /** Of the encrypted write, before Base64: Kafka takes records of 1 MiB. */
    static final int MOST_BYTES = 760 << 10;

    private final KafkaWriteLog log;
    private final Placement placement;
    private final SubjectKeys keys;
    private final URI origin;
    private final EventCodec codec = new EventCodec();

    /** @param origin of this region: what is queued here is at home here */
    SealingWriteLog(KafkaWriteLog log, Placement placement, SubjectKeys keys, URI origin) {
        this.log = log;
        this.placement = placement;
        this.keys = keys;
        this.origin = origin;
    }

    @Override
    public CompletableFuture<Appended> append(WriteRequested write, SpanContext trace) {
        Residency residency = placement
                .collection(write.resource().collection())
                .map(CollectionPlacement::residency)
                .orElse(null);
        if (residency == null) {
            return log.append(write, trace);
        }
        String subject = residency.subject(write.resource().id());
        return keys.obtain(origin, subject).toFuture().thenCompose(known -> switch (known) {
            case SubjectKeys.Held(SubjectKey key) -> sealed(write, subject, key, trace);
            case SubjectKeys.Erased() -> done(new Refused(Refusals.subjectErased()));
            case SubjectKeys.None() -> done(new NotStored("its data subject has no key"));
            case SubjectKeys.Away(String why) -> done(new NotStored("its data subject's key cannot be had, " + why));
        });
    }

    private CompletableFuture<Appended> sealed(
            WriteRequested write, String subject, SubjectKey key, SpanContext trace) {
        byte[] sealed = key.seal(codec.encode(write), WriteSealed.place(write.writeId(), write.resource()));
        if (sealed.length > MOST_BYTES) {
            return done(new Refused(Refusals.tooLargeToSeal(MOST_BYTES)));
        }
        return log.append(
                write.resource(),
                new WriteSealed(
                        write.writeId(),
                        write.resource(),
                        subject,
                        Base64.getEncoder().encodeToString(sealed)),
                trace);
    }

    private static CompletableFuture<Appended> done(Appended appended) {
        return CompletableFuture.completedFuture(appended);
    }
}
