package dev.tideline.gateway.policy;

import dev.tideline.gateway.policy.StoreDecision.DoNotStore;
import dev.tideline.gateway.policy.StoreDecision.Refusal;
import dev.tideline.gateway.policy.StoreDecision.Store;

/** One request and its answer, at a fixed time, in as few words as a rule needs. */
record TestingExchange(CacheRequest request, OriginResponse response, PolicySettings settings) {

    /** 2026-01-01T00:00:00Z. */
    static final long NOW = 1_767_225_600_000L;

    static final String URL = "http://example.com/a";

    static CacheRequest get(String... fields) {
        return CacheRequest.of("GET", URL, Fields.of(fields));
    }

    static CacheRequest request(String method, String... fields) {
        return CacheRequest.of(method, URL, Fields.of(fields));
    }

    /** A 200 with these fields, received at NOW without delay. */
    static TestingExchange ok(String... fields) {
        return status(200, fields);
    }

    static TestingExchange status(int status, String... fields) {
        return new TestingExchange(
                get(), new OriginResponse(status, Fields.of(fields), NOW, NOW), PolicySettings.DEFAULT);
    }

    TestingExchange to(CacheRequest other) {
        return new TestingExchange(other, response, settings);
    }

    TestingExchange under(PolicySettings other) {
        return new TestingExchange(request, response, other);
    }

    CachePolicy policy() {
        return new CachePolicy(settings);
    }

    StoredResponse stored() {
        return switch (policy().store(request, response)) {
            case Store(StoredResponse stored) -> stored;
            case DoNotStore(Refusal reason) -> throw new AssertionError("not stored: " + reason);
        };
    }

    Refusal refused() {
        return switch (policy().store(request, response)) {
            case Store(StoredResponse stored) -> throw new AssertionError("stored: " + stored);
            case DoNotStore(Refusal reason) -> reason;
        };
    }

    /** The decision for another request, this many seconds later. */
    ServeDecision serve(CacheRequest next, long seconds) {
        return policy().serve(next, stored(), NOW + seconds * 1000);
    }

    ServeDecision onError(CacheRequest next, int status, long seconds) {
        return policy().serveOnError(next, stored(), status, NOW + seconds * 1000);
    }

    /** The answer to another request, with content of 11 bytes. */
    Answer answer(CacheRequest next) {
        return policy().answer(next, stored(), 11, NOW);
    }

    static String date(long secondsFromNow) {
        return HttpDate.format(NOW + secondsFromNow * 1000);
    }
}
