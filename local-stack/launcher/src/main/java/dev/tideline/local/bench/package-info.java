/**
 * Benchmarks against named peers, all in one run on this machine. {@link dev.tideline.local.bench.HitsBench} is the one to
 * open first. No figure fails anything: a benchmark reports what it measured, and what it could not.
 */
@NullMarked
package dev.tideline.local.bench;

import org.jspecify.annotations.NullMarked;
