package dev.tideline.gateway.placement;

import dev.tideline.placement.CollectionPlacement;
import dev.tideline.placement.HomeRule;
import dev.tideline.placement.Placement;
import dev.tideline.placement.ReadRule;
import dev.tideline.placement.RegionRules;
import dev.tideline.placement.Residency;
import dev.tideline.placement.ResponseHomes;
import dev.tideline.placement.View;
import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.ScanOptions;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Empties the region's Redis when it was filled under other residency rules than those of this start. Entries of other rules are
 * not served in any case, for answers vary on the rules; but what may not be kept here any more shall not lie here until it
 * expires either. While Redis is away it is tried again, without holding up the start.
 *
 * <p>A Redis that comes back empty has lost the note of its rules, too, and would be emptied by the next gateway to start. So
 * the note is looked after as long as this gateway runs.
 */
final class RegionCleaning implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegionCleaning.class);
    private static final int AT_ONCE = 500;
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final ReactiveStringRedisTemplate redis;
    private final String prefix;
    private final String mark;
    private final String rules;
    private Disposable running = () -> {};

    RegionCleaning(ReactiveStringRedisTemplate redis, String prefix, Placement placement, String region) {
        this.redis = redis;
        this.prefix = prefix;
        this.mark = prefix + "rules";
        this.rules = rules(placement, region);
    }

    /** What may be kept in a region, in one text; empty where nothing is bound. */
    static String rules(Placement placement, String region) {
        Stream<String> ofCollections =
                placement.collections().values().stream().flatMap(collection -> rules(collection, region));
        return Stream.concat(ofCollections, responses(placement.responses(), region))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static Stream<String> responses(@Nullable ResponseHomes responses, String region) {
        return responses == null
                ? Stream.empty()
                : responses.byHome().values().stream()
                        .map(home -> responses.header() + "/" + home.home() + "="
                                + (home.cacheIn().contains(region) ? "kept" : "nothing"));
    }

    private static Stream<String> rules(CollectionPlacement collection, String region) {
        return switch (collection.residency()) {
            case null -> Stream.empty();
            case Residency.OneHome one -> Stream.of(collection.name() + "=" + rule(collection, one.rule(), region));
            case Residency.HomePerRecord each ->
                each.homes().stream()
                        .map(home -> collection.name() + "/" + home.home() + "=" + rule(collection, home, region));
        };
    }

    private static String rule(CollectionPlacement collection, HomeRule home, String region) {
        boolean kept = RegionRules.read(collection, home, region) instanceof ReadRule.Cached;
        return kept ? View.of(collection, home, region).toString() : "nothing";
    }

    void start() {
        running = clean().retryWhen(
                        Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1)).maxBackoff(LONGEST_PAUSE))
                // Where nothing is bound there is nothing to note.
                .thenMany(rules.isEmpty() ? Flux.empty() : Flux.interval(LOOK).onBackpressureDrop())
                // Away again: then there is nothing to note.
                .concatMap(look -> noteAgain().onErrorComplete())
                .subscribe(removed -> {}, broken -> LOG.error("The region's Redis was not cleaned", broken));
    }

    /** As {@link #clean}, where no rules are noted; others' are left to the start of a gateway, or two would undo each other. */
    Mono<Long> noteAgain() {
        return redis.hasKey(mark).flatMap(noted -> noted ? Mono.just(0L) : clean());
    }

    /** How many keys were removed; 0 where the rules are those it was filled under. */
    Mono<Long> clean() {
        return redis.opsForValue()
                .get(mark)
                .defaultIfEmpty("")
                .flatMap(before -> before.equals(rules)
                        ? Mono.just(0L)
                        : removeAll()
                                .doOnNext(removed -> LOG.info("Other residency rules: {} keys removed", removed))
                                .flatMap(removed ->
                                        redis.opsForValue().set(mark, rules).thenReturn(removed)));
    }

    private Mono<Long> removeAll() {
        ScanOptions all = ScanOptions.scanOptions()
                .match(literally(prefix) + "*")
                .count(AT_ONCE)
                .build();
        return redis.scan(all)
                .buffer(AT_ONCE)
                .concatMap((Collection<String> keys) -> redis.unlink(keys.toArray(String[]::new)))
                .reduce(0L, Long::sum);
    }

    private static String literally(String text) {
        return text.replaceAll("[*?\\[\\]\\\\]", "\\\\$0");
    }

    @Override
    public void close() {
        running.dispose();
    }
}
