/** Benchmarks of the whole stack; no build runs them. Figures and commands: docs/benchmarks.md. */
@NullMarked
package dev.tideline.local.bench;

import org.jspecify.annotations.NullMarked;
