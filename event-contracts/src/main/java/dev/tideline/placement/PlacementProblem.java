package dev.tideline.placement;

/**
 * One thing wrong with a placement file.
 *
 * @param line counted from 1
 * @param key its path, such as {@code collections.products.tier}; empty for the file as a whole
 * @param message what is wrong, and what is allowed
 */
public record PlacementProblem(int line, String key, String message) {

    @Override
    public String toString() {
        return "line " + line + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
