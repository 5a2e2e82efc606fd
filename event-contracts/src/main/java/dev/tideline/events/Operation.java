package dev.tideline.events;

/** What a write does to its resource. */
public enum Operation {
    /** Replaces the whole document, or creates it (RFC 9110 section 9.3.4). */
    PUT,
    /** Creates the document; a conflict where it exists. */
    POST,
    /** Changes members of the document (JSON Merge Patch, RFC 7396). */
    MERGE_PATCH,
    /** Applies a list of operations to the document (JSON Patch, RFC 6902). */
    JSON_PATCH,
    /** Removes the document and leaves a tombstone with a version. */
    DELETE
}
