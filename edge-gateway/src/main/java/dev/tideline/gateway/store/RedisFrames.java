package dev.tideline.gateway.store;

import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.store.FrameSeal.Protection;
import dev.tideline.placement.View;
import dev.tideline.subjects.SubjectKey;
import java.util.function.BiConsumer;
import reactor.core.publisher.Mono;

/** Entries as the bytes that lie in Redis, encrypted where they may not lie there otherwise, and back. */
final class RedisFrames {

    private final FrameSeal seals;
    private final BiConsumer<CacheKey, Exception> corrupt;

    /** @param corrupt hears of bytes that are no entry of that key */
    RedisFrames(FrameSeal seals, BiConsumer<CacheKey, Exception> corrupt) {
        this.seals = seals;
        this.corrupt = corrupt;
    }

    /** Whether answers under this key are kept at all. */
    boolean keeps(CacheKey key) {
        return !(seals.of(key) instanceof Protection.NotKept);
    }

    /** The entry in these bytes; empty if there is none. */
    Mono<Entry> read(CacheKey key, byte[] bytes) {
        return switch (seals.of(key)) {
            case Protection.Plain() -> plain(key, bytes);
            case Protection.Keyed(Mono<SubjectKey> with) -> with.flatMap(known -> sealed(key, bytes, known));
            case Protection.NotKept() -> Mono.empty();
        };
    }

    private Mono<Entry> plain(CacheKey key, byte[] bytes) {
        try {
            return Mono.just(Frame.read(bytes, key));
        } catch (CorruptFrame | RuntimeException e) {
            corrupt.accept(key, e);
            return Mono.empty();
        }
    }

    private Mono<Entry> sealed(CacheKey key, byte[] bytes, SubjectKey with) {
        if (FrameReader.kind(bytes) == Frame.ENTRY) {
            // From before its collection was bound: nobody's fault, and nothing to be served.
            return Mono.empty();
        }
        try {
            return plain(key, Frame.open(bytes, key, with));
        } catch (CorruptFrame | RuntimeException e) {
            corrupt.accept(key, e);
            return Mono.empty();
        }
    }

    /** The bytes of an entry; empty if it may not be kept. */
    Mono<byte[]> write(Entry entry) {
        return switch (seals.of(entry.key())) {
            case Protection.Plain() -> isBound(entry) ? Mono.empty() : Mono.just(Frame.write(entry));
            case Protection.Keyed(Mono<SubjectKey> with) ->
                with.map(key -> Frame.seal(Frame.write(entry), entry.key(), key));
            case Protection.NotKept() -> Mono.empty();
        };
    }

    /** Whether its origin answered for a region, although the URL leads to no bound collection as it is read here. */
    private static boolean isBound(Entry entry) {
        return entry.response().vary().names().stream().anyMatch(View.HEADER::equalsIgnoreCase);
    }
}
