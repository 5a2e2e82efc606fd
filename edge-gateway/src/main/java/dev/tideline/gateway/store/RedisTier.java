package dev.tideline.gateway.store;

import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.store.FrameSeal.Protection;
import dev.tideline.gateway.store.VariantIndex.Variant;
import dev.tideline.placement.View;
import dev.tideline.subjects.SubjectKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.publisher.Mono;

/**
 * The second tier: one Redis for the instances of a region. A URL without variants takes one round trip, one with
 * variants two: its key holds a {@link VariantIndex}. Entries expire in Redis when no rule could use them any more.
 */
public final class RedisTier implements Tier {

    /** Keeps the value unless a later fencing token was given for the key. */
    private static final RedisScript<Long> FENCED_SET = RedisScript.of("""
            local last = tonumber(redis.call('GET', KEYS[2]) or '0')
            if last > tonumber(ARGV[3]) then return 0 end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return 1
            """, Long.class);

    private final RedisCalls redis;
    private final Names names;
    private final Bounds bounds;
    private final FrameSeal seals;
    private final Clock clock;
    private final CacheEvents events;

    /**
     * What an entry may take.
     *
     * @param maxBytes of its frame; larger ones are not kept here
     * @param maxVariants under one key
     * @param keepStale how long past its last permitted use an entry is kept to be revalidated
     */
    public record Bounds(long maxBytes, int maxVariants, Duration keepStale) {}

    /**
     * @param prefix what every Redis key starts with
     * @param seals what may lie in Redis only encrypted
     */
    public RedisTier(RedisCalls redis, String prefix, Bounds bounds, FrameSeal seals, Clock clock, CacheEvents events) {
        this.redis = redis;
        this.names = new Names(prefix);
        this.bounds = bounds;
        this.seals = seals;
        this.clock = clock;
        this.events = events;
    }

    @Override
    public String name() {
        return "l2";
    }

    @Override
    public Mono<List<Entry>> find(CacheKey key, Fields requestFields) {
        return switch (seals.of(key)) {
            case Protection.Plain() -> find(key, requestFields, bytes -> entry(key, bytes));
            case Protection.Keyed(Mono<SubjectKey> with) ->
                find(key, requestFields, bytes -> with.flatMap(known -> sealedEntry(key, bytes, known)));
            case Protection.NotKept() -> Mono.just(List.of());
        };
    }

    private Mono<List<Entry>> find(CacheKey key, Fields requestFields, Function<byte[], Mono<Entry>> reader) {
        return get(names.entry(key))
                .flatMap(bytes -> FrameReader.kind(bytes) == Frame.INDEX
                        ? throughIndex(key, bytes, requestFields).flatMap(reader)
                        : reader.apply(bytes))
                .map(List::of)
                .defaultIfEmpty(List.of());
    }

    private Mono<byte[]> throughIndex(CacheKey key, byte[] bytes, Fields requestFields) {
        Optional<VariantIndex> index = index(key, bytes);
        Optional<Variant> selected = index.flatMap(found -> found.selected(requestFields));
        if (index.isEmpty() || selected.isEmpty()) {
            return Mono.empty();
        }
        return get(names.variant(key, index.get().generation(), selected.get().id()));
    }

    private Mono<Entry> sealedEntry(CacheKey key, byte[] bytes, SubjectKey with) {
        if (FrameReader.kind(bytes) == Frame.ENTRY) {
            // From before its collection was bound: nobody's fault, and nothing to be served.
            return Mono.empty();
        }
        try {
            return entry(key, Frame.open(bytes, key, with));
        } catch (CorruptFrame | RuntimeException e) {
            return corrupt(key, e);
        }
    }

    private <T> Mono<T> corrupt(CacheKey key, Exception found) {
        events.corrupt(name(), names.entry(key), String.valueOf(found.getMessage()));
        return Mono.empty();
    }

    private Mono<Entry> entry(CacheKey key, byte[] bytes) {
        try {
            return Mono.just(Frame.read(bytes, key));
        } catch (CorruptFrame | RuntimeException e) {
            return corrupt(key, e);
        }
    }

    private Optional<VariantIndex> index(CacheKey key, byte[] bytes) {
        try {
            return Optional.of(VariantIndex.read(bytes, key));
        } catch (CorruptFrame | RuntimeException e) {
            events.corrupt(name(), names.entry(key), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    @Override
    public Mono<Void> put(Entry entry) {
        return put(entry, RegionLease.Grant.NONE);
    }

    /** {@link #put} that is refused when the lease was given to somebody else in the meantime. */
    Mono<Void> put(Entry entry, RegionLease.Grant grant) {
        return switch (seals.of(entry.key())) {
            case Protection.Plain() -> isBound(entry) ? Mono.empty() : put(entry, Frame.write(entry), grant);
            case Protection.Keyed(Mono<SubjectKey> with) ->
                with.flatMap(key -> put(entry, Frame.seal(Frame.write(entry), entry.key(), key), grant));
            case Protection.NotKept() -> Mono.empty();
        };
    }

    /** Whether its origin answered for a region, although the URL leads to no bound collection as it is read here. */
    private static boolean isBound(Entry entry) {
        return entry.response().vary().names().stream().anyMatch(View.HEADER::equalsIgnoreCase);
    }

    private Mono<Void> put(Entry entry, byte[] frame, RegionLease.Grant grant) {
        long ttlMs = ttlMs(entry);
        if (ttlMs <= 0 || frame.length > bounds.maxBytes()) {
            return Mono.empty();
        }
        Mono<Boolean> kept = entry.response().vary().isEmpty()
                ? set(names.entry(entry.key()), entry.key(), frame, ttlMs, grant)
                : putVariant(entry, frame, ttlMs, grant);
        return kept.doOnNext(done -> {
                    if (done) {
                        events.kept(name(), frame.length);
                    }
                })
                .then();
    }

    private Mono<Boolean> putVariant(Entry entry, byte[] frame, long ttlMs, RegionLease.Grant grant) {
        CacheKey key = entry.key();
        Variant variant = new Variant(
                entry.response().vary().names(),
                VariantIndex.id(entry.response().vary(), entry.response().variant()));
        return get(names.entry(key))
                .filter(bytes -> FrameReader.kind(bytes) == Frame.INDEX)
                .flatMap(bytes -> Mono.justOrEmpty(index(key, bytes)))
                .defaultIfEmpty(new VariantIndex(UUID.randomUUID().toString(), List.of()))
                .flatMap(index -> {
                    VariantIndex grown = index.with(variant);
                    VariantIndex bounded = grown.first(bounds.maxVariants());
                    List<String> dropped = grown.variants().stream()
                            .skip(bounds.maxVariants())
                            .map(old -> names.variant(key, index.generation(), old.id()))
                            .toList();
                    // An index outlives its longest variant only as an empty promise: the variants expire alone.
                    long indexTtlMs = Math.max(ttlMs, Duration.ofHours(24).toMillis());
                    return set(names.variant(key, index.generation(), variant.id()), key, frame, ttlMs, grant)
                            .filter(done -> done)
                            .flatMap(done -> set(names.entry(key), key, bounded.write(key), indexTtlMs, grant))
                            .flatMap(done -> dropped.isEmpty()
                                    ? Mono.just(done)
                                    : redis.call(to -> to.delete(dropped.toArray(String[]::new)))
                                            .thenReturn(done));
                });
    }

    private Mono<byte[]> get(String name) {
        return redis.call(from -> from.opsForValue().get(name));
    }

    private Mono<Boolean> set(String name, CacheKey key, byte[] value, long ttlMs, RegionLease.Grant grant) {
        if (!grant.held()) {
            return redis.call(to -> to.opsForValue().set(name, value, Duration.ofMillis(ttlMs)));
        }
        List<byte[]> args = List.of(value, ascii(ttlMs), ascii(grant.token()));
        return redis.call(to -> to.execute(FENCED_SET, List.of(name, names.fence(key)), args)
                        .next())
                .map(done -> done == 1);
    }

    static byte[] ascii(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Mono<Void> drop(CacheKey key) {
        return redis.call(to -> to.delete(names.entry(key))).then();
    }

    /** Until no rule allows its use, and a while longer if it can be revalidated; at most 30 days. */
    private long ttlMs(Entry entry) {
        long useMs = entry.response().freshness().usableUntilMs() - clock.millis();
        long graceMs = entry.response().validators().any() ? bounds.keepStale().toMillis() : 0;
        return Math.min(Math.max(0, useMs) + graceMs, Duration.ofDays(30).toMillis());
    }
}
