package dev.tideline.invalidation.feed;

/** Told of what the feed does, on its thread: must not block. */
public interface FeedListener {

    /** The purges of this many changes, in so many scopes, are in the log. */
    void purged(int changes, int scopes);

    /** Records were unreadable. The first number was purged by key; of the second nothing is known, they were skipped. */
    void unreadable(int byKey, int skipped);

    void heartbeat();

    /** Kafka refused or lost something; the feed goes on trying. */
    void failed(Throwable cause);
}
