/**
 * What happened in a run, as values: {@link dev.tideline.local.check.history.Fact} in its kinds, collected in a
 * {@link dev.tideline.local.check.history.History}. All times are nanoseconds since the run began on the checker's
 * monotonic clock ({@link dev.tideline.local.check.history.RunClock}); instants told by services are brought onto it.
 * No I/O here, so a history can be written by hand in a test.
 */
@NullMarked
package dev.tideline.local.check.history;

import org.jspecify.annotations.NullMarked;
