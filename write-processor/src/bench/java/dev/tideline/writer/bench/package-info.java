/** Figures for docs/benchmarks.md; {@link WriteThroughputBench} says what they mean. */
@NullMarked
package dev.tideline.writer.bench;

import org.jspecify.annotations.NullMarked;
