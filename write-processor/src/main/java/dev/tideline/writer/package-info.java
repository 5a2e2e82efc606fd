/**
 * The write-processor: takes accepted writes from Kafka and applies each to Postgres once, in the order of its resource.
 *
 * <p>The way of a write: {@code intake} reads batches of a partition, {@code store} commits each in one transaction whose
 * content {@code decide} folds without any I/O, {@code intake} then announces what changed, and only then moves the Kafka
 * offset. Writes that cannot be applied are parked with their key and end as {@code deadletter}s, which operators replay.
 */
@NullMarked
package dev.tideline.writer;

import org.jspecify.annotations.NullMarked;
