/**
 * Invalidation-service: turns committed changes and operators' requests into records of the purge log, and knows which
 * gateway instance has applied which.
 *
 * <p>Follow a change through {@link dev.tideline.invalidation.feed.ChangeFeed} and
 * {@link dev.tideline.invalidation.plan.PurgePlanner}; follow a request through
 * {@link dev.tideline.invalidation.api.PurgeController}; what comes back from the gateways ends in
 * {@link dev.tideline.invalidation.fleet.Fleet}. Nothing is stored: after a restart, or on another instance, the topics
 * tell it all again.
 */
@NullMarked
package dev.tideline.invalidation;

import org.jspecify.annotations.NullMarked;
