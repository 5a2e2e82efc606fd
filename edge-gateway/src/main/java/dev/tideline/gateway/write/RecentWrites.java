package dev.tideline.gateway.write;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The writes that this instance has lately accepted or is about to; bounded. What it forgets the origin knows. */
final class RecentWrites {

    /** What a request with an idempotency key meets. */
    sealed interface Claim {}

    /** Nobody else here has the key: whoever gets this must {@link #settle} or {@link #release} it. */
    record Granted() implements Claim {}

    /** Another request with this key has no answer yet. */
    record InProgress(String fingerprint) implements Claim {}

    /** A request with this key was accepted. */
    record Known(Receipt receipt) implements Claim {}

    private final Cache<UUID, Claim> writes;

    RecentWrites(WriteSettings.Idempotency settings) {
        this.writes = Caffeine.newBuilder()
                .maximumSize(settings.remembered())
                .expireAfterWrite(settings.retention())
                .build();
    }

    Claim claim(UUID writeId, String fingerprint) {
        Claim earlier = writes.asMap().putIfAbsent(writeId, new InProgress(fingerprint));
        return earlier == null ? new Granted() : earlier;
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
