package dev.tideline.gateway.store;

import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.gateway.store.RedisCalls.Call;
import dev.tideline.gateway.store.RedisCalls.Script;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** {@link RegionLease} in the region's Redis: one key with the holder's token and a time to live. */
public final class RedisLease implements RegionLease {

    /** Of a script with the places of the lease and the fence; answers the token, 0 for another's, -1 for unshared. */
    private static final String TAKE = """
            local holder = redis.call('GET', KEYS[1])
            if holder == 'pass' then return -1 end
            if holder then return 0 end
            local token = redis.call('INCR', KEYS[2])
            redis.call('PEXPIRE', KEYS[2], ARGV[2])
            redis.call('SET', KEYS[1], token, 'PX', ARGV[1])
            return token
            """;

    private static final Script ASK = new Script(ScriptOutputType.INTEGER, TAKE);

    /** What lies at the third place, or where nothing does the answer to {@link #ASK}. */
    private static final Script FIND_OR_ASK = new Script(ScriptOutputType.MULTI, """
            local found = redis.call('GET', KEYS[3])
            if found then return {found} end
            local function take()
            %s
            end
            return {false, take()}
            """.formatted(TAKE));

    private static final Script KEEP = new Script(ScriptOutputType.INTEGER, """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
            return redis.call('PEXPIRE', KEYS[1], ARGV[2])
            """);

    private static final Script GIVE_BACK = new Script(ScriptOutputType.INTEGER, """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
            if ARGV[2] == '0' then return redis.call('DEL', KEYS[1]) end
            redis.call('SET', KEYS[1], 'pass', 'PX', ARGV[2])
            return 1
            """);

    /** One that is lost, or late, is made up for by the next. */
    private static final int KEEPS_A_TERM = 3;

    private final RedisCalls redis;
    private final Names names;
    private final Duration term;
    private final Duration passMemory;
    private final byte[] termMs;
    private final byte[] memoryMs;

    /**
     * @param term how long the right lasts when it is neither kept nor given back
     * @param passMemory how long the others know that an answer could not be shared
     */
    public RedisLease(RedisCalls redis, String prefix, Duration term, Duration passMemory) {
        this.redis = redis;
        this.names = new Names(prefix);
        this.term = term;
        this.passMemory = passMemory;
        this.termMs = Names.bytes(term.toMillis());
        // The token outlives every lease it could have to fence off.
        this.memoryMs = Names.bytes(Math.max(Duration.ofHours(1).toMillis(), 10 * term.toMillis()));
    }

    @Override
    public Mono<Grant> ask(CacheKey key) {
        Names.Places places = names.of(key);
        byte[][] keys = {Names.bytes(places.lease()), Names.bytes(places.fence())};
        Call<Long> ask = ASK.with(keys, termMs, memoryMs);
        return redis.call(ask).map(answer -> grant(key, answer)).defaultIfEmpty(Grant.NONE);
    }

    /**
     * Asks for the right where nothing is kept for the key: the bytes that are, in a list of one, or null and the answer to
     * {@link #ask}, as {@link #grant} understands it.
     */
    Call<List<Object>> findOrAsk(Names.Places places) {
        byte[][] keys = {Names.bytes(places.lease()), Names.bytes(places.fence()), Names.bytes(places.entry())};
        return FIND_OR_ASK.with(keys, termMs, memoryMs);
    }

    static Grant grant(CacheKey key, long answer) {
        if (answer > 0) {
            return new Grant(Turn.FETCH, answer, key);
        }
        return new Grant(answer == 0 ? Turn.WAIT : Turn.PASS, 0, key);
    }

    @Override
    public Mono<Void> keep(CacheKey key, Grant grant) {
        if (!grant.held()) {
            return Mono.empty();
        }
        Call<Long> keep = KEEP.with(lease(key), Names.bytes(grant.token()), termMs);
        return Mono.delay(term.dividedBy(KEEPS_A_TERM), Deadlines.shared())
                .flatMap(due -> redis.call(keep))
                .repeat()
                .then();
    }

    @Override
    public Mono<Void> giveBack(CacheKey key, Grant grant, boolean shared) {
        if (!grant.held()) {
            return Mono.empty();
        }
        byte[] passMs = Names.bytes(shared ? 0 : passMemory.toMillis());
        Call<Long> giveBack = GIVE_BACK.with(lease(key), Names.bytes(grant.token()), passMs);
        return redis.call(giveBack).then();
    }

    private byte[][] lease(CacheKey key) {
        return new byte[][] {Names.bytes(names.of(key).lease())};
    }
}
