package dev.tideline.gateway.store;

import dev.tideline.events.ResourceKey;
import dev.tideline.gateway.policy.CachePolicy;
import dev.tideline.gateway.policy.CacheRequest;
import dev.tideline.gateway.policy.Fields;
import dev.tideline.gateway.policy.KeyRules;
import dev.tideline.gateway.policy.Keying;
import dev.tideline.gateway.policy.OriginResponse;
import dev.tideline.gateway.policy.PolicySettings;
import dev.tideline.gateway.policy.StoreDecision;
import dev.tideline.gateway.purge.EntryScopes;
import dev.tideline.gateway.purge.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Entries as the policy makes them. */
final class TestingEntries {

    static final long NOW = System.currentTimeMillis();

    private TestingEntries() {}

    static Keying.Keyed key(String path) {
        return (Keying.Keyed) KeyRules.of("api").key("http", "origin", path);
    }

    static Fields asking(String... fields) {
        return Fields.of(fields);
    }

    static Entry entry(String path, String body, String... fields) {
        return entry(path, Fields.empty(), body, Fields.of(fields));
    }

    static Entry entry(String path, Fields asked, String body, Fields answered) {
        Keying.Keyed keyed = key(path);
        Fields all = answered.has("Cache-Control") ? answered : answered.with("Cache-Control", "max-age=60");
        StoreDecision decision = new CachePolicy(PolicySettings.DEFAULT)
                .store(CacheRequest.of("GET", keyed.url(), asked), new OriginResponse(200, all, NOW, NOW));
        EntryScopes scopes = EntryScopes.of(keyed.url(), new ResourceKey("products", "p1"), List.of("products"));
        return new Entry(
                keyed.key(),
                ((StoreDecision.Store) decision).response(),
                body.getBytes(StandardCharsets.UTF_8),
                Fields.of("X-Checksum", "1"),
                new Entry.Mark(scopes, Coherence.ALONE.position(), 7));
    }

    static Entry stamped(Entry entry, Stamp stamp) {
        return entry.with(
                entry.response(),
                new Entry.Mark(entry.mark().scopes(), stamp, entry.mark().version()));
    }
}
