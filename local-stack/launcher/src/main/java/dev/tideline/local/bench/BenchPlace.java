package dev.tideline.local.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Where benchmarks run.
 *
 * @param root the source tree with the built services
 * @param directory of the stack and the peers; emptied first
 * @param say tells a person what goes on
 */
record BenchPlace(Path root, Path directory, Consumer<String> say) {}
