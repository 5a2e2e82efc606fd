package dev.tideline.gateway.store;

import dev.tideline.gateway.policy.CacheKey;
import java.time.Duration;
import java.util.List;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@link RegionLease} in the region's Redis: one key with the holder's token and a time to live. */
public final class RedisLease implements RegionLease {

    private static final RedisScript<Long> ASK = RedisScript.of("""
            local holder = redis.call('GET', KEYS[1])
            if holder == 'pass' then return -1 end
            if holder then return 0 end
            local token = redis.call('INCR', KEYS[2])
            redis.call('PEXPIRE', KEYS[2], ARGV[2])
            redis.call('SET', KEYS[1], token, 'PX', ARGV[1])
            return token
            """, Long.class);

    private static final RedisScript<Long> KEEP = RedisScript.of("""
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
            return redis.call('PEXPIRE', KEYS[1], ARGV[2])
            """, Long.class);

    private static final RedisScript<Long> GIVE_BACK = RedisScript.of("""
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
            if ARGV[2] == '0' then return redis.call('DEL', KEYS[1]) end
            redis.call('SET', KEYS[1], 'pass', 'PX', ARGV[2])
            return 1
            """, Long.class);

    /** One that is lost, or late, is made up for by the next. */
    private static final int KEEPS_A_TERM = 3;

    private final RedisCalls redis;
    private final Names names;
    private final Duration term;
    private final Duration passMemory;

    /**
     * @param term how long the right lasts when it is neither kept nor given back
     * @param passMemory how long the others know that an answer could not be shared
     */
    public RedisLease(RedisCalls redis, String prefix, Duration term, Duration passMemory) {
        this.redis = redis;
        this.names = new Names(prefix);
        this.term = term;
        this.passMemory = passMemory;
    }

    @Override
    public Mono<Grant> ask(CacheKey key) {
        // The token outlives every lease it could have to fence off.
        long memoryMs = Math.max(Duration.ofHours(1).toMillis(), 10 * term.toMillis());
        return redis.call(to -> to.execute(
                                ASK,
                                List.of(names.lease(key), names.fence(key)),
                                List.of(RedisTier.ascii(term.toMillis()), RedisTier.ascii(memoryMs)))
                        .next())
                .map(RedisLease::grant)
                .defaultIfEmpty(Grant.NONE);
    }

    private static Grant grant(long answer) {
        if (answer > 0) {
            return new Grant(Turn.FETCH, answer);
        }
        return new Grant(answer == 0 ? Turn.WAIT : Turn.PASS, 0);
    }

    @Override
    public Mono<Void> keep(CacheKey key, Grant grant) {
        if (!grant.held()) {
            return Mono.empty();
        }
        List<byte[]> args = List.of(RedisTier.ascii(grant.token()), RedisTier.ascii(term.toMillis()));
        return Flux.interval(term.dividedBy(KEEPS_A_TERM))
                .onBackpressureDrop()
                .concatMap(tick -> redis.call(
                        to -> to.execute(KEEP, List.of(names.lease(key)), args).next()))
                .then();
    }

    @Override
    public Mono<Void> giveBack(CacheKey key, Grant grant, boolean shared) {
        if (!grant.held()) {
            return Mono.empty();
        }
        byte[] token = RedisTier.ascii(grant.token());
        byte[] passMs = RedisTier.ascii(shared ? 0 : passMemory.toMillis());
        return redis.call(to -> to.execute(GIVE_BACK, List.of(names.lease(key)), List.of(token, passMs))
                        .next())
                .then();
    }
}
