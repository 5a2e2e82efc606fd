package dev.tideline.events;

/** What write-processor appends to {@link Topics#REPLICAS}. */
public sealed interface ReplicaLogRecord extends Event permits ReplicaState, ReplicasThrough {}
