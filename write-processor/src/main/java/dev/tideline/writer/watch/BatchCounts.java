package dev.tideline.writer.watch;

/** What became of the records of one batch. */
public record BatchCounts(
        int applied, int conflicts, int rejected, int duplicates, int mismatched, int replayed, int parked) {}
