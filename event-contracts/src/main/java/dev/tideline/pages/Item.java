package dev.tideline.pages;

import java.time.Instant;

/**
 * One document in a list.
 *
 * @param id of the resource in its collection
 * @param body JSON text
 */
public record Item(String id, long version, Instant updatedAt, String body) {}
