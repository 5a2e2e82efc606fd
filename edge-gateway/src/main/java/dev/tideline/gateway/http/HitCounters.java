package dev.tideline.gateway.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counters of one name by two labels, found without making anything: what every hit counts must cost next to nothing. */
final class HitCounters {

    private final MeterRegistry meters;
    private final String name;
    private final String outer;
    private final String inner;
    private final Map<String, Map<String, Counter>> counters = new ConcurrentHashMap<>();

    HitCounters(MeterRegistry meters, String name, String outer, String inner) {
        this.meters = meters;
        this.name = name;
        this.outer = outer;
        this.inner = inner;
    }

    /** Few values of each label: every pair is kept. */
    void count(String outerValue, String innerValue) {
        Map<String, Counter> known = counters.get(outerValue);
        Counter counter = known == null ? null : known.get(innerValue);
        (counter == null ? made(outerValue, innerValue) : counter).increment();
    }

    private Counter made(String outerValue, String innerValue) {
        return counters.computeIfAbsent(outerValue, value -> new ConcurrentHashMap<>())
                .computeIfAbsent(innerValue, value -> meters.counter(name, outer, outerValue, inner, value));
    }
}
