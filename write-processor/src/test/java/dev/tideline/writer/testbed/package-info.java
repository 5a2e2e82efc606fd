/** Real Kafka and Postgres around a processor, for the integration tests. Start with {@link Testbed}. */
@NullMarked
package dev.tideline.writer.testbed;

import org.jspecify.annotations.NullMarked;
