/**
 * Breaks the real parts of a running stack, one {@link dev.tideline.local.chaos.Scenario} at a time, and tells what its
 * clients see meanwhile: {@link dev.tideline.local.chaos.Crowd} reads and writes,
 * {@link dev.tideline.local.chaos.Saboteur} breaks and mends, {@link dev.tideline.local.chaos.Chaos} puts the two together
 * and judges.
 */
@NullMarked
package dev.tideline.local.chaos;

import org.jspecify.annotations.NullMarked;
