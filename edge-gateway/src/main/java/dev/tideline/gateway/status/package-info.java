/**
 * What this instance says of itself on {@code tideline.gateway-status}: where it stands in the purge log, which purges it
 * has applied, and how its cache does. {@link dev.tideline.gateway.status.StatusReporter} sends it, at least once a
 * second and at once after a purge.
 */
@NullMarked
package dev.tideline.gateway.status;

import org.jspecify.annotations.NullMarked;
