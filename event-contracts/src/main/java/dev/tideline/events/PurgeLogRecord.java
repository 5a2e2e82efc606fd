package dev.tideline.events;

/** What invalidation-service appends to {@link Topics#PURGES}. */
public sealed interface PurgeLogRecord extends Event permits PurgeIssued, Heartbeat {}
