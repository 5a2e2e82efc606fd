/**
 * Full copies of the collections of tier replicated.
 *
 * <p>{@link dev.tideline.gateway.replica.ReplicaFollower} reads the whole of {@code tideline.replicas} into {@link
 * dev.tideline.gateway.replica.Copies}, and {@link dev.tideline.gateway.replica.CopyReads} answers reads out of them: without
 * the origin, and after a restart as soon as Kafka has been read.
 */
@NullMarked
package dev.tideline.gateway.replica;

import org.jspecify.annotations.NullMarked;
