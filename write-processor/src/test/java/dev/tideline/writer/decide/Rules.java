package dev.tideline.writer.decide;

import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.CollectionPlacement.Conflict;
import dev.tideline.placement.Placement;
import dev.tideline.placement.PlacementFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Placements for tests, read from files as a service does. */
final class Rules {

    private Rules() {}

    static CollectionPlacement of(String collection, Conflict rule, long maxBytes) {
        return placement("regions: [eu]\ncollections:\n  " + collection + ": {tier: cache, conflict: "
                        + rule.name().toLowerCase(Locale.ROOT).replace('_', '-') + ", max-size: " + maxBytes
                        + "B, tags: [\"kind:{/kind}\"]}\n")
                .collection(collection)
                .orElseThrow();
    }

    static Placement placement(String yaml) {
        try {
            Path file = Files.createTempFile("placement", ".yaml");
            Files.writeString(file, yaml);
            Placement placement = PlacementFile.read(file);
            Files.delete(file);
            return placement;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
