/**
 * Where answers are kept. {@link dev.tideline.gateway.store.Tiers} is the door: it looks in the instance's memory
 * ({@link dev.tideline.gateway.store.MemoryTier}), then in the region's Redis
 * ({@link dev.tideline.gateway.store.RedisTier}, in the bytes of {@link dev.tideline.gateway.store.Frame}), and asks
 * {@link dev.tideline.gateway.store.Coherence} about every entry before it gives or takes it. A tier that is away is a
 * miss and an event, never an error. {@link dev.tideline.gateway.store.RegionLease} lets one instance of a region fetch
 * at a time.
 */
@NullMarked
package dev.tideline.gateway.store;

import org.jspecify.annotations.NullMarked;
