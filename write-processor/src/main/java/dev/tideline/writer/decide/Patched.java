package dev.tideline.writer.decide;

import tools.jackson.databind.JsonNode;

/** What a patch makes of a document. */
sealed interface Patched {

    record To(JsonNode tree) implements Patched {}

    /** The patch is well formed, but not for this document. */
    record Unfit(Problem problem) implements Patched {}

    /** The patch is wrong by itself. */
    record Malformed(Problem problem) implements Patched {}
}
