package dev.tideline.writer.store;

/**
 * Why a record could not be applied.
 *
 * @param cause a short stable name to list and replay by, such as {@code sql-22P05}
 * @param detail one line for an operator
 */
public record Failure(String cause, String detail) {}
