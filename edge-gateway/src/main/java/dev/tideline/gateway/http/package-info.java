/**
 * The cache in front of Spring Cloud Gateway's routes. {@link dev.tideline.gateway.http.CacheFilter} stands just before
 * the routing filter: it answers from {@link dev.tideline.gateway.store.Tiers}, or lets
 * {@link dev.tideline.gateway.http.Fills} fetch once for all who ask at the same time, or steps aside.
 * {@link dev.tideline.gateway.http.OriginClient} fetches, {@link dev.tideline.gateway.http.BodyTap} keeps the bytes
 * while the first client reads them, {@link dev.tideline.gateway.http.ReplyWriter} sends a
 * {@link dev.tideline.gateway.http.Reply} after the route's own response filters have run.
 */
@NullMarked
package dev.tideline.gateway.http;

import org.jspecify.annotations.NullMarked;
