/**
 * The door for writes: a request is validated, queued in Kafka, and only then accepted.
 *
 * <p>{@link dev.tideline.gateway.write.WriteDoor} is the way of a request. It asks {@link
 * dev.tideline.gateway.write.WriteAdmission} (pure) whether the request is a write at all, {@link
 * dev.tideline.gateway.write.QueueWatch} whether the queue takes more, and {@link
 * dev.tideline.gateway.write.Acceptance} to queue it once, whatever the client repeats. {@link
 * dev.tideline.gateway.write.KafkaWriteLog} is the queue; {@link dev.tideline.gateway.write.StatusDoor} tells what became
 * of a write.
 *
 * <h2>What an Idempotency-Key guarantees</h2>
 *
 * The write's id is derived from the caller and the key, so every region gives a repeated request the same id, and
 * write-processor applies no id twice: <em>a key is never applied twice, wherever and however often it is sent</em>. What
 * the client hears depends on what a gateway can know. The gateway that accepted the first request, and any gateway once
 * the write is applied, answers a repetition with the first outcome ({@code Idempotent-Replayed: true}) and another
 * request under the same key with 422. Two requests that race in different regions, or one that comes while the origin
 * cannot be asked, are both queued and both get 202 with the same write id; the first in the queue decides, and the other
 * changes nothing. If that other one was another request, its {@code Location} carries its fingerprint and shows it as
 * rejected.
 */
@NullMarked
package dev.tideline.gateway.write;

import org.jspecify.annotations.NullMarked;
