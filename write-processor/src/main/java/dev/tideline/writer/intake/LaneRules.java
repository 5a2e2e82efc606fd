package dev.tideline.writer.intake;

/** The bounds of a lane: one batch has at most so many records and, save for its last record, bytes. */
public record LaneRules(int maxRecords, long maxBytes, RetryRule retry) {}
