/**
 * The purge API. {@link dev.tideline.invalidation.api.PurgeController} is the door,
 * {@link dev.tideline.invalidation.api.PurgeOrderParser} reads what is asked, {@link dev.tideline.invalidation.api.PurgeDesk}
 * appends it to the log and waits for the fleet, {@link dev.tideline.invalidation.api.Access} knows who may. Every refusal
 * is a problem document (RFC 9457).
 */
@NullMarked
package dev.tideline.invalidation.api;

import org.jspecify.annotations.NullMarked;
