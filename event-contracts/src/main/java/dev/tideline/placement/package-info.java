/**
 * Where each kind of data lives: {@code placement.yaml}, read and validated by every service at start-up.
 *
 * <p>{@link dev.tideline.placement.PlacementFile} turns the file into a {@link dev.tideline.placement.Placement}, or into
 * every {@link dev.tideline.placement.PlacementProblem} it has, each with its line, its key and what is allowed.
 */
@NullMarked
package dev.tideline.placement;

import org.jspecify.annotations.NullMarked;
