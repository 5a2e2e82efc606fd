/**
 * From Kafka to Postgres and back to Kafka.
 *
 * <p>{@link dev.tideline.writer.intake.WriteIntake} is the loop around the consumer; each partition it owns has a {@link
 * dev.tideline.writer.intake.Lane}, which takes batches in order: commit, announce, and only then hand the offset back.
 * {@link dev.tideline.writer.intake.Announcer} speaks on the changes topic, {@link
 * dev.tideline.writer.intake.IdleMarkers} keeps saying "nothing new" there. Why the loop is our own: docs/adr.
 */
@NullMarked
package dev.tideline.writer.intake;

import org.jspecify.annotations.NullMarked;
