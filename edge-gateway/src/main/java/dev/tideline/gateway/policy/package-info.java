/**
 * The pure core of a shared HTTP cache: RFC 9110, RFC 9111 and the cache extensions, as questions about values.
 *
 * <p>{@link dev.tideline.gateway.policy.CachePolicy} is the door. The shell turns a request line into a
 * {@link dev.tideline.gateway.policy.CacheKey} through {@link dev.tideline.gateway.policy.KeyRules}, turns headers into
 * {@link dev.tideline.gateway.policy.Fields} once, and then asks: may I serve this stored response
 * ({@link dev.tideline.gateway.policy.ServeDecision}), what exactly do I answer with it
 * ({@link dev.tideline.gateway.policy.Answer}), may I store this origin response
 * ({@link dev.tideline.gateway.policy.StoreDecision}), what does a 304 or a HEAD change
 * ({@link dev.tideline.gateway.policy.Freshened}), and what does this write invalidate
 * ({@link dev.tideline.gateway.policy.Invalidation}). Nothing here has a clock, does I/O, or imports anything but
 * {@code java.*}; time is a parameter in milliseconds since the epoch; malformed input is a value on the safe side and
 * never an exception.
 */
@NullMarked
package dev.tideline.gateway.policy;

import org.jspecify.annotations.NullMarked;
