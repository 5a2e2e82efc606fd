/**
 * Real Kafka, Redis and Postgres on a machine that has none of them installed: the programs come as Maven artifacts.
 *
 * <p>{@link dev.tideline.backends.EmbeddedKafka}, {@link dev.tideline.backends.EmbeddedRedis} and {@link
 * dev.tideline.backends.EmbeddedPostgres} each own one directory, keep their data in it (Redis is a cache and keeps
 * none), listen on loopback only, and put right what a {@code kill -9} of an earlier owner left behind. Integration
 * tests ask {@link dev.tideline.backends.TestBackends}, which also knows how to use containers instead.
 */
@NullMarked
package dev.tideline.backends;

import org.jspecify.annotations.NullMarked;
