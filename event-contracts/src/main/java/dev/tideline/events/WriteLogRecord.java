package dev.tideline.events;

/** What {@link Topics#WRITES} carries. */
public sealed interface WriteLogRecord extends Event permits WriteRequested, WriteSealed, ErasureRequested {}
