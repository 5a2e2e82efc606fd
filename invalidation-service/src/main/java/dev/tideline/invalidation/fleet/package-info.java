/**
 * Who is there and how far each has come. {@link dev.tideline.invalidation.fleet.Fleet} knows the instances,
 * {@link dev.tideline.invalidation.fleet.RecentPurges} the purges, both from what
 * {@link dev.tideline.invalidation.fleet.FleetFeed} reads: any instance of this service knows the same, and again after a
 * restart.
 */
@NullMarked
package dev.tideline.invalidation.fleet;

import org.jspecify.annotations.NullMarked;
