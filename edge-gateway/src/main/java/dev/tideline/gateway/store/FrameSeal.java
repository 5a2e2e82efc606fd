package dev.tideline.gateway.store;

import dev.tideline.gateway.policy.CacheKey;
import dev.tideline.subjects.SubjectKey;
import reactor.core.publisher.Mono;

/** How what is kept in Redis is protected. */
public interface FrameSeal {

    /** Everything is kept as it is. */
    FrameSeal NONE = key -> new Protection.Plain();

    /** How the answers under one key are kept. */
    sealed interface Protection {

        record Plain() implements Protection {}

        /** Encrypted; the publisher is empty where there is no key, and then nothing is found and nothing kept. */
        record Keyed(Mono<SubjectKey> key) implements Protection {}

        /** Not at all. */
        record NotKept() implements Protection {}
    }

    Protection of(CacheKey key);
}
