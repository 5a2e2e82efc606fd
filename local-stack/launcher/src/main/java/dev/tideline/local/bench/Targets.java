package dev.tideline.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Files of request targets, a line each: what a {@link Wrk} asks for when it is not one thing over and over. */
record Targets(Path file, int count) {

    /** The target of a key. */
    static String of(int key) {
        return "/api/bench/k" + key;
    }

    /**
     * @param file is overwritten
     * @param count of requests
     * @param key of each request by its number
     */
    static Targets write(Path file, int count, IntUnaryOperator key) {
        Iterator<String> lines =
                IntStream.range(0, count).map(key).mapToObj(Targets::of).iterator();
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, (Iterable<String>) () -> lines);
            return new Targets(file, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
