package dev.tideline.writer.intake;

/**
 * The bounds of a lane.
 *
 * @param maxRecords of one batch
 * @param maxBytes of one batch, save for its last record
 * @param maxParked writes that are parked before the lane takes no further batch
 */
public record LaneRules(int maxRecords, long maxBytes, int maxParked, RetryRule retry) {}
