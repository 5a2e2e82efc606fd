/**
 * Questions to Postgres. {@link dev.tideline.origin.store.Documents} reads resources, {@link
 * dev.tideline.origin.store.WriteOutcomes} what became of writes. The tables are write-processor's.
 */
@NullMarked
package dev.tideline.origin.store;

import org.jspecify.annotations.NullMarked;
