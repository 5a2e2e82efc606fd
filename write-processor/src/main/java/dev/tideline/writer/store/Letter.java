package dev.tideline.writer.store;

/** A record that was given up. */
public record Letter(long id, Failure failure, int tries, LoggedRecord record) {}
