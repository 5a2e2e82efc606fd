/**
 * The edge gateway: a shared HTTP cache in two tiers in front of any HTTP origin, and the door for writes.
 *
 * <p>{@link dev.tideline.gateway.EdgeGateway} starts it, {@link dev.tideline.gateway.GatewaySettings} is everything that
 * can be set. Inside, data goes one way: {@code http} (filters, origin fetches, headers) asks {@code store} (tiers), and
 * both ask {@code policy} (the pure rules of RFC 9111). {@code purge} follows the purge log and tells {@code store} what
 * is dead, {@code subject} has the keys of data subjects, {@code write} accepts writes, {@code status} reports this instance to the fleet.
 */
@NullMarked
package dev.tideline.gateway;

import org.jspecify.annotations.NullMarked;
