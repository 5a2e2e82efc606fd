package dev.tideline.events;

/** What write-processor appends to {@link Topics#CHANGES} after it has committed. */
public sealed interface ChangeLogRecord extends Event permits ResourceChanged, SubjectErased, AppliedThrough {}
