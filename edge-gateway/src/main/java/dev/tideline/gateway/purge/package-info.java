/**
 * Coherence: which entries purges have reached, and how far that knowledge goes.
 *
 * <p>Start with {@link dev.tideline.gateway.purge.PurgeLog}, the rule itself, pure. An entry brings its
 * {@link dev.tideline.gateway.purge.EntryScopes} and its {@link dev.tideline.gateway.purge.Stamp} and gets a
 * {@link dev.tideline.gateway.purge.Verdict}. {@link dev.tideline.gateway.purge.Coverage} says which writes the log
 * covers: the ground for staleness bounds and sessions. The argument is in docs/coherence.md.
 */
@NullMarked
package dev.tideline.gateway.purge;

import org.jspecify.annotations.NullMarked;
