/**
 * Who may do what. {@link dev.tideline.invalidation.token.TokenBook} knows callers by the hashes of their tokens.
 */
@NullMarked
package dev.tideline.invalidation.token;

import org.jspecify.annotations.NullMarked;
