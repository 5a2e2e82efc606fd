/**
 * The placement file's rules for this region, applied before anything is looked up, queued or sent.
 *
 * <p>{@link dev.tideline.gateway.placement.PlacementFilter} stands before the cache: it refuses a read that the file does
 * not allow here, sends others to the origin of the data's home, and keeps the cache out where nothing may be kept. {@link
 * dev.tideline.gateway.placement.HomeDoor} stands before the door for writes: what belongs to another region goes on to
 * a gateway there, unread. What is decided is in {@link dev.tideline.placement.RegionRules}, which is pure.
 */
@NullMarked
package dev.tideline.gateway.placement;

import org.jspecify.annotations.NullMarked;
