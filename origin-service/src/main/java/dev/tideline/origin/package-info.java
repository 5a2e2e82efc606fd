/**
 * The origin: what is true now, read from Postgres by a role that cannot write.
 *
 * <p>{@code http} answers {@code /api} and {@code /writes} and says of each answer how long it may be kept and what purges
 * it; {@code store} asks Postgres. Start with {@link dev.tideline.origin.http.ResourceApi}.
 */
@NullMarked
package dev.tideline.origin;

import org.jspecify.annotations.NullMarked;
