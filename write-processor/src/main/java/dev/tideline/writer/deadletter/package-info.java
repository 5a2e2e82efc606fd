/**
 * What operators see of the queue ({@link dev.tideline.writer.deadletter.QueueApi}), and do about writes that could not be
 * applied: list, show, replay, discard. {@link
 * dev.tideline.writer.deadletter.DeadLetterApi} is the door; every action stands in {@code operator_audit}.
 */
@NullMarked
package dev.tideline.writer.deadletter;

import org.jspecify.annotations.NullMarked;
