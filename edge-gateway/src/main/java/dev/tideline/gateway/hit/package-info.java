/**
 * The short way for hits: answers a plain read out of the first tier on the connection's own event loop, before the
 * request becomes an object of any framework.
 *
 * <p>Open {@link dev.tideline.gateway.hit.HitHandler} first. {@link dev.tideline.gateway.hit.RequestHead} reads a request
 * with the strictest grammar there is; whatever is not plainly a read of the ordinary kind goes on, byte for byte, to the
 * server behind, and so does every read that {@link dev.tideline.gateway.hit.Hits} has no answer for. In HTTP/2, where
 * frames leave no doubt about what belongs to a request, {@link dev.tideline.gateway.hit.Http2HitHandler} stands behind the
 * codec. What may be answered is decided by the same policy and the same purge log as everywhere else.
 */
@NullMarked
package dev.tideline.gateway.hit;

import org.jspecify.annotations.NullMarked;
