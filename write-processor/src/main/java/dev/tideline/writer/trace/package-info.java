/** Spans of writes that are traced, where an OTLP endpoint is set. */
@NullMarked
package dev.tideline.writer.trace;

import org.jspecify.annotations.NullMarked;
