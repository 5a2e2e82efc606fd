package dev.tideline.gateway.write;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The writes that this instance has lately accepted or is about to; bounded. What it forgets the origin knows. */
final class RecentWrites {

    /** What a request with an idempotency key meets. */
    sealed interface Claim {}

    /** Nobody else here has the key: whoever gets this must {@link #settle} or {@link #release} it. */
    record Granted() implements Claim {}

    /**
     * Another request with this key has no answer yet.
     *
     * @param until when it must have one; a claim that outlives that was abandoned, and another may take its place
     */
    record InProgress(String fingerprint, Instant until) implements Claim {}

    /** A request with this key was accepted. */
    record Known(Receipt receipt) implements Claim {}

    private final Cache<UUID, Claim> writes;
    private final Duration longest;

    /** @param longest that a request can take from its claim to its answer */
    RecentWrites(WriteSettings.Idempotency settings, Duration longest) {
        this.longest = longest;
        this.writes = Caffeine.newBuilder()
                .maximumSize(settings.remembered())
                .expireAfterWrite(settings.retention())
                .build();
    }

    Claim claim(UUID writeId, String fingerprint, Instant now) {
        InProgress mine = new InProgress(fingerprint, now.plus(longest));
        Claim holder = writes.asMap().compute(writeId, (_, earlier) -> switch (earlier) {
            case InProgress(var _, Instant until) when now.isAfter(until) -> mine;
            case null -> mine;
            case Claim standing -> standing;
        });
        // By identity: another request may have claimed the same at the same time.
        return holder == mine || holder == null ? new Granted() : holder;
    }

    /** Its first answer is given, or is on its way. */
    void settle(Receipt receipt) {
        writes.put(receipt.writeId(), new Known(receipt));
    }

    /** It was not accepted. */
    void release(UUID writeId) {
        writes.asMap().computeIfPresent(writeId, (_, claim) -> claim instanceof InProgress ? null : claim);
    }

    @Nullable
    Receipt find(UUID writeId) {
        return writes.getIfPresent(writeId) instanceof Known(Receipt receipt) ? receipt : null;
    }
}
