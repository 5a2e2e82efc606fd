/**
 * Postgres, as the write-processor uses it.
 *
 * <p>Start with {@link dev.tideline.writer.store.BatchTransaction}: a batch, its outcomes and its position are committed
 * together or not at all. {@link dev.tideline.writer.store.WriteStore} is what the rest calls; {@link
 * dev.tideline.writer.store.StoreGate} tells a database that is away from a record that is bad.
 */
@NullMarked
package dev.tideline.writer.store;

import org.jspecify.annotations.NullMarked;
