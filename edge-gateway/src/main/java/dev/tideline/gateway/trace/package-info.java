/**
 * Traces, where an OTLP endpoint is set: {@link dev.tideline.gateway.trace.TraceFilter} begins or goes on with the trace of
 * a request, and {@code write} and {@code purge} go on with it from there. Without an endpoint nothing of this is made.
 */
@NullMarked
package dev.tideline.gateway.trace;

import org.jspecify.annotations.NullMarked;
