/**
 * Who may do what. {@link dev.tideline.invalidation.token.TokenBook} knows callers by the hashes of their tokens;
 * {@link dev.tideline.invalidation.token.DevelopmentTokens} makes some where none are configured.
 */
@NullMarked
package dev.tideline.invalidation.token;

import org.jspecify.annotations.NullMarked;
