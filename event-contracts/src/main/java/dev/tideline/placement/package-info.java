/**
 * Where each kind of data lives: {@code placement.yaml}, read and validated by every service at start-up.
 *
 * <p>{@link dev.tideline.placement.PlacementFile} turns the file into a {@link dev.tideline.placement.Placement}, or into
 * every {@link dev.tideline.placement.PlacementProblem} it has, each with its line, its key and what is allowed. {@link
 * dev.tideline.placement.RegionRules} says what it means for a region: a {@link dev.tideline.placement.ReadRule} and a
 * {@link dev.tideline.placement.WriteRule} for each collection, or for each record where its {@link
 * dev.tideline.placement.Residency} says so. {@link dev.tideline.placement.ResponseHomes} says it for answers of other origins
 * than ours. {@link dev.tideline.placement.View} is how gateway and
 * origin hold each other to the same rules, and {@link dev.tideline.placement.Redaction} what some regions do not get.
 */
@NullMarked
package dev.tideline.placement;

import org.jspecify.annotations.NullMarked;
