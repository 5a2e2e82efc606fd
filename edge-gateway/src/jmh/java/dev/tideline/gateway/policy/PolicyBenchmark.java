package dev.tideline.gateway.policy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What one decision costs, in nanoseconds and in bytes of garbage, with header sections of a usual size. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PolicyBenchmark {

    private static final long NOW = 1_767_225_600_000L;

    private final CachePolicy policy = new CachePolicy(PolicySettings.DEFAULT);
    private final KeyRules keys = KeyRules.of("api");
    private final Fields browser = Fields.of(
            "Host", "example.com",
            "User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
            "Accept", "application/json",
            "Accept-Language", "en-US,en;q=0.9,de;q=0.8",
            "Accept-Encoding", "gzip, deflate, br",
            "Referer", "http://example.com/",
            "Cookie", "a=b");
    private final CacheRequest plain = CacheRequest.of("GET", "http://example.com/api/products/p1", browser);
    private final CacheRequest conditional = CacheRequest.of(
            "GET",
            "http://example.com/api/products/p1",
            browser.toBuilder().add("If-None-Match", "\"v6\", \"v7\"").build());
    private final OriginResponse response = new OriginResponse(
            200,
            Fields.of(
                    "Date", "Thu, 01 Jan 2026 00:00:00 GMT",
                    "Content-Type", "application/json",
                    "Content-Length", "1024",
                    "Cache-Control", "max-age=60, stale-while-revalidate=30, stale-if-error=86400",
                    "ETag", "\"v7\"",
                    "Vary", "Accept-Encoding",
                    "Cache-Tag", "products, products/p1"),
            NOW - 3,
            NOW);
    private final StoredResponse stored = switch (policy.store(plain, response)) {
        case StoreDecision.Store(StoredResponse kept) -> kept;
        case StoreDecision.DoNotStore(StoreDecision.Refusal reason) -> throw new IllegalStateException(reason.text());
    };
    private final List<StoredResponse> variants = List.of(stored);

    /** A hit: the stored lifetime against the clock. */
    @Benchmark
    public ServeDecision serveFresh() {
        return policy.serve(plain, stored, NOW + 10_000);
    }

    /** Stale, within stale-while-revalidate. */
    @Benchmark
    public ServeDecision serveStale() {
        return policy.serve(plain, stored, NOW + 70_000);
    }

    /** Choosing among the variants of a key. */
    @Benchmark
    public Object select() {
        return policy.select(plain, variants);
    }

    /** The header section of a hit. */
    @Benchmark
    public Answer answerWhole() {
        return policy.answer(plain, stored, 1024, NOW + 10_000);
    }

    /** The header section of a 304. */
    @Benchmark
    public Answer answerNotModified() {
        return policy.answer(conditional, stored, 1024, NOW + 10_000);
    }

    /** Parsing a request's directives at the door. */
    @Benchmark
    public CacheRequest request() {
        return CacheRequest.of("GET", "http://example.com/api/products/p1", browser);
    }

    /** The primary key of a target. */
    @Benchmark
    public Keying key() {
        return keys.key("http", "example.com", "/api/products/p1?fields=name&lang=en");
    }

    /** Everything that is computed at insertion. */
    @Benchmark
    public StoreDecision store() {
        return policy.store(plain, response);
    }

    /** Runs all of them with the allocation profiler; an argument selects by regular expression. */
    public static void main(String[] args) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(args.length > 0 ? args[0] : PolicyBenchmark.class.getSimpleName());
        options.addProfiler(GCProfiler.class);
        options.resultFormat(ResultFormatType.TEXT);
        new Runner(options.build()).run();
    }
}
