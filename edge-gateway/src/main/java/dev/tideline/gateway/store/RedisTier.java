package dev.tideline.gateway.store;

import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.store.RedisCalls.Call;
import dev.tideline.gateway.store.RedisCalls.Script;
import dev.tideline.gateway.store.VariantIndex.Variant;
import io.lettuce.core.ScriptOutputType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The second tier: one Redis for the instances of a region. A URL without variants takes one round trip, one with
 * variants two: its key holds a {@link VariantIndex}. Entries expire in Redis when no rule could use them any more.
 */
public final class RedisTier implements Tier {

    /**
     * Keeps the value unless a later fencing token was given for the key; with a third place, the lease that is there ends if
     * it has that token.
     */
    private static final Script FENCED_SET = new Script(ScriptOutputType.INTEGER, """
            local last = tonumber(redis.call('GET', KEYS[2]) or '0')
            if last > tonumber(ARGV[3]) then return 0 end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            if KEYS[3] and redis.call('GET', KEYS[3]) == ARGV[3] then redis.call('DEL', KEYS[3]) end
            return 1
            """);

    private final RedisCalls redis;
    private final Names names;
    private final RedisLease lease;
    private final Bounds bounds;
    private final RedisFrames frames;
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
     * @param lease who may fetch, in the same Redis
     * @param seals what may lie in Redis only encrypted
     */
    public RedisTier(
            RedisCalls redis,
            String prefix,
            RedisLease lease,
            Bounds bounds,
            FrameSeal seals,
            Clock clock,
            CacheEvents events) {
        this.redis = redis;
        this.names = new Names(prefix);
        this.lease = lease;
        this.bounds = bounds;
        this.frames = new RedisFrames(seals, this::corrupt);
        this.clock = clock;
        this.events = events;
    }

    @Override
    public String name() {
        return "l2";
    }

    @Override
    public Mono<List<Entry>> find(CacheKey key, Fields requestFields) {
        return frames.keeps(key)
                ? get(names.of(key).entry())
                        .flatMap(bytes -> read(key, bytes, requestFields))
                        .defaultIfEmpty(List.of())
                : Mono.just(List.of());
    }

    /** What lies under a key without variants; empty for one with variants too. */
    Mono<Entry> findPlain(CacheKey key) {
        return frames.keeps(key)
                ? get(names.of(key).entry())
                        .flatMap(bytes ->
                                FrameReader.kind(bytes) == Frame.INDEX ? Mono.empty() : frames.read(key, bytes))
                : Mono.empty();
    }

    /**
     * What was found for one who wants to fetch it otherwise.
     *
     * @param entries as {@link #find} gives them
     * @param grant where nothing at all lies: whether to fetch; null where something does
     */
    record Found(List<Entry> entries, RegionLease.@Nullable Grant grant) {}

    /** {@link #find}, and where it has nothing the region's right to fetch is asked for in the same round trip. */
    Mono<Found> findOrAsk(CacheKey key, Fields requestFields) {
        if (!frames.keeps(key)) {
            // Who waited for another's answer would never find it here.
            return Mono.just(new Found(List.of(), RegionLease.Grant.NONE));
        }
        return redis.call(lease.findOrAsk(names.of(key)))
                .flatMap(answer -> answer.getFirst() instanceof byte[] bytes
                        ? read(key, bytes, requestFields).map(found -> new Found(found, null))
                        : Mono.just(new Found(List.of(), RedisLease.grant(key, (Long) answer.get(1)))))
                .defaultIfEmpty(new Found(List.of(), RegionLease.Grant.NONE));
    }

    private Mono<List<Entry>> read(CacheKey key, byte[] bytes, Fields requestFields) {
        Mono<Entry> entry = FrameReader.kind(bytes) == Frame.INDEX
                ? throughIndex(key, bytes, requestFields)
                : frames.read(key, bytes);
        return entry.map(List::of).defaultIfEmpty(List.of());
    }

    private Mono<Entry> throughIndex(CacheKey key, byte[] bytes, Fields requestFields) {
        Optional<VariantIndex> index = index(key, bytes);
        Optional<Variant> selected = index.flatMap(found -> found.selected(requestFields));
        if (index.isEmpty() || selected.isEmpty()) {
            return Mono.empty();
        }
        String place =
                names.of(key).variant(index.get().generation(), selected.get().id());
        return get(place).flatMap(frame -> frames.read(key, frame));
    }

    private Optional<VariantIndex> index(CacheKey key, byte[] bytes) {
        try {
            return Optional.of(VariantIndex.read(bytes, key));
        } catch (CorruptFrame | RuntimeException e) {
            corrupt(key, e);
            return Optional.empty();
        }
    }

    private void corrupt(CacheKey key, Exception found) {
        events.corrupt(name(), names.of(key).entry(), String.valueOf(found.getMessage()));
    }

    @Override
    public Mono<Void> put(Entry entry) {
        return put(entry, RegionLease.Grant.NONE, false).then();
    }

    /**
     * {@link #put} that is refused when the lease was given to somebody else in the meantime.
     *
     * @param giveBack whether to give the lease back when the entry is kept
     * @return whether it was given back
     */
    Mono<Boolean> put(Entry entry, RegionLease.Grant grant, boolean giveBack) {
        return frames.write(entry)
                .flatMap(frame -> put(entry, frame, grant, giveBack))
                .defaultIfEmpty(false);
    }

    private Mono<Boolean> put(Entry entry, byte[] frame, RegionLease.Grant grant, boolean giveBack) {
        long ttlMs = ttlMs(entry);
        if (ttlMs <= 0 || frame.length > bounds.maxBytes()) {
            return Mono.just(false);
        }
        boolean fenced = grant.isFor(entry.key());
        Keep keep = new Keep(names.of(entry.key()), ttlMs, fenced ? grant.token() : 0, fenced && giveBack);
        Mono<Boolean> kept = entry.response().vary().isEmpty()
                ? set(keep, keep.places().entry(), frame, keep.giveBack())
                : putVariant(entry, frame, keep);
        return kept.defaultIfEmpty(false).map(done -> {
            if (done) {
                events.kept(name(), frame.length);
            }
            return done && keep.giveBack();
        });
    }

    /**
     * How something is kept.
     *
     * @param token of the lease that it was fetched with; 0 without one
     * @param giveBack whether the lease ends with the last thing that is kept
     */
    private record Keep(Names.Places places, long ttlMs, long token, boolean giveBack) {

        Keep until(long otherTtlMs) {
            return new Keep(places, otherTtlMs, token, giveBack);
        }
    }

    private Mono<Boolean> putVariant(Entry entry, byte[] frame, Keep keep) {
        CacheKey key = entry.key();
        Names.Places places = keep.places();
        Variant variant = new Variant(
                entry.response().vary().names(),
                VariantIndex.id(entry.response().vary(), entry.response().variant()));
        return get(places.entry())
                .filter(bytes -> FrameReader.kind(bytes) == Frame.INDEX)
                .flatMap(bytes -> Mono.justOrEmpty(index(key, bytes)))
                .defaultIfEmpty(new VariantIndex(UUID.randomUUID().toString(), List.of()))
                .flatMap(index -> {
                    VariantIndex grown = index.with(variant);
                    VariantIndex bounded = grown.first(bounds.maxVariants());
                    byte[][] dropped = grown.variants().stream()
                            .skip(bounds.maxVariants())
                            .map(old -> Names.bytes(places.variant(index.generation(), old.id())))
                            .toArray(byte[][]::new);
                    // An index outlives its longest variant only as an empty promise: the variants expire alone.
                    Keep longer = keep.until(
                            Math.max(keep.ttlMs(), Duration.ofHours(24).toMillis()));
                    return set(keep, places.variant(index.generation(), variant.id()), frame, false)
                            .filter(done -> done)
                            .flatMap(done -> set(longer, places.entry(), bounded.write(key), keep.giveBack()))
                            .flatMap(done -> dropped.length == 0
                                    ? Mono.just(done)
                                    : redis.call(to -> to.del(dropped)).thenReturn(done));
                });
    }

    private Mono<byte[]> get(String place) {
        return redis.call(from -> from.get(Names.bytes(place)));
    }

    private Mono<Boolean> set(Keep keep, String place, byte[] value, boolean giveBack) {
        byte[] at = Names.bytes(place);
        if (keep.token() == 0) {
            return redis.call(to -> to.psetex(at, keep.ttlMs(), value)).hasElement();
        }
        byte[] fence = Names.bytes(keep.places().fence());
        byte[][] keys =
                giveBack ? new byte[][] {at, fence, Names.bytes(keep.places().lease())} : new byte[][] {at, fence};
        Call<Long> set = FENCED_SET.with(keys, value, Names.bytes(keep.ttlMs()), Names.bytes(keep.token()));
        return redis.call(set).map(done -> done == 1);
    }

    @Override
    public Mono<Void> drop(CacheKey key) {
        byte[] entry = Names.bytes(names.of(key).entry());
        return redis.call(to -> to.del(entry)).then();
    }

    /** Until no rule allows its use, and a while longer if it can be revalidated; at most 30 days. */
    private long ttlMs(Entry entry) {
        long useMs = entry.response().freshness().usableUntilMs() - clock.millis();
        long graceMs = entry.response().validators().any() ? bounds.keepStale().toMillis() : 0;
        return Math.min(Math.max(0, useMs) + graceMs, Duration.ofDays(30).toMillis());
    }
}
