/** Spans of changes that are traced, where an OTLP endpoint is set. */
@NullMarked
package dev.tideline.invalidation.trace;

import org.jspecify.annotations.NullMarked;
