/**
 * What can be seen of the processor while it works. {@link dev.tideline.writer.watch.WriteListener} is told; {@link
 * dev.tideline.writer.watch.WriteMetrics} counts, {@link dev.tideline.writer.watch.WriteLog} writes lines for operators.
 */
@NullMarked
package dev.tideline.writer.watch;

import org.jspecify.annotations.NullMarked;
