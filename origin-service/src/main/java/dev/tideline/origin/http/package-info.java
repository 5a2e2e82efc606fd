/**
 * What the origin says over HTTP. {@link dev.tideline.origin.http.ResourceApi} answers for resources and lists, {@link
 * dev.tideline.origin.http.WriteApi} for writes; {@link dev.tideline.origin.http.CachePromises} turns the placement file
 * into what caches are told; {@link dev.tideline.origin.http.Problem} is every answer that is none.
 */
@NullMarked
package dev.tideline.origin.http;

import org.jspecify.annotations.NullMarked;
