/**
 * The path of a change: {@link dev.tideline.invalidation.feed.ChangeFeed} reads changes, has purges planned, appends them
 * through {@link dev.tideline.invalidation.feed.PurgeWriter}, and only when Kafka has them says in a heartbeat what the
 * log now covers, as {@link dev.tideline.invalidation.feed.Watermarks} remembers it.
 */
@NullMarked
package dev.tideline.invalidation.feed;

import org.jspecify.annotations.NullMarked;
