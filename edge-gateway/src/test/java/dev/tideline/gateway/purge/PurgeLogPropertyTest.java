package dev.tideline.gateway.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeIssued.Mode;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** The log against the rule read literally: a list of all purges, searched from end to end. */
class PurgeLogPropertyTest {

    record Entry(String path, @Nullable ResourceKey resource, Set<String> tags, long asOf, long version) {
        EntryScopes scopes() {
            return EntryScopes.of(path, resource, tags);
        }
    }

    record Model(List<PurgeIssued> purges, String region) {

        Verdict check(Entry entry) {
            if (reached(entry, Mode.HARD)) {
                return new Verdict.Dead(Verdict.Reason.PURGED);
            }
            return reached(entry, Mode.SOFT) ? Verdict.SOFT_STALE : Verdict.LIVE;
        }

        private boolean reached(Entry entry, Mode mode) {
            for (int offset = 0; offset < purges.size(); offset++) {
                PurgeIssued purge = purges.get(offset);
                boolean ours = purge.regions().isEmpty() || purge.regions().contains(region);
                boolean later = offset > entry.asOf();
                if (ours && purge.mode() == mode && purge.scopes().stream().anyMatch(s -> reaches(s, entry, later))) {
                    return true;
                }
            }
            return false;
        }

        private static boolean reaches(Scope scope, Entry entry, boolean later) {
            return switch (scope) {
                case Scope.Resource(var key, var version) ->
                    key.equals(entry.resource())
                            && ((version > 0 && entry.version() > 0) ? entry.version() < version : later);
                case Scope.Url(var url) -> later && url.equals(entry.path());
                case Scope.Tag(var tag) -> later && entry.tags().contains(tag);
                case Scope.Prefix(var prefix) -> later && (entry.path() + "/").startsWith(prefix + "/");
                case Scope.Everything() -> later;
            };
        }
    }

    @Property(tries = 500)
    void theLogJudgesAsTheRuleReadLiterally(
            @ForAll("histories") List<PurgeIssued> purges, @ForAll("entries") List<Entry> entries) {
        PurgeLog log = played(purges, 10_000);
        Model model = new Model(purges, "eu");

        for (Entry entry : entries) {
            assertThat(kind(judge(log, entry))).as("%s", entry).isEqualTo(kind(model.check(entry)));
        }
    }

    @Property(tries = 500)
    void aLogThatMustForgetNeverSparesWhatTheRuleKills(
            @ForAll("histories") List<PurgeIssued> purges,
            @ForAll("entries") List<Entry> entries,
            @ForAll @IntRange(min = 1, max = 8) int bound) {
        PurgeLog log = played(purges, bound);
        Model model = new Model(purges, "eu");

        assertThat(log.size()).isLessThanOrEqualTo(4 * bound);
        for (Entry entry : entries) {
            if (entry.version() > 0 && entry.resource() != null) {
                continue; // the version floor is remembered no longer than the rest
            }
            Verdict verdict = judge(log, entry);
            switch (model.check(entry)) {
                case Verdict.Dead dead -> assertThat(verdict).isInstanceOf(Verdict.Dead.class);
                case Verdict.SoftStale stale -> assertThat(verdict).isNotEqualTo(Verdict.LIVE);
                case Verdict.Live live -> {}
            }
        }
    }

    @Property(tries = 200)
    void aReplayFromTheMiddleOnlyEverSaysLessLives(
            @ForAll("histories") List<PurgeIssued> purges,
            @ForAll("entries") List<Entry> entries,
            @ForAll @IntRange(min = 0, max = 40) int start) {
        PurgeLog whole = played(purges, 10_000);
        PurgeLog late = new PurgeLog("eu", 10_000);
        late.open("log", start);
        for (int offset = start; offset < purges.size(); offset++) {
            late.apply(offset, purges.get(offset));
        }

        for (Entry entry : entries) {
            boolean unversioned = entry.version() == 0 || entry.resource() == null;
            if (unversioned && judge(late, entry).equals(Verdict.LIVE)) {
                assertThat(judge(whole, entry)).as("%s", entry).isEqualTo(Verdict.LIVE);
            }
        }
    }

    @Property(tries = 200)
    void applyingARecordTwiceChangesNothing(
            @ForAll("histories") List<PurgeIssued> purges, @ForAll("entries") List<Entry> entries) {
        PurgeLog once = played(purges, 10_000);
        PurgeLog twice = played(purges, 10_000);
        for (int offset = 0; offset < purges.size(); offset++) {
            twice.apply(offset, purges.get(offset));
        }

        assertThat(twice.now()).isEqualTo(once.now());
        for (Entry entry : entries) {
            assertThat(judge(twice, entry)).isEqualTo(judge(once, entry));
        }
    }

    private static PurgeLog played(List<PurgeIssued> purges, int bound) {
        PurgeLog log = new PurgeLog("eu", bound);
        log.open("log", 0);
        for (int offset = 0; offset < purges.size(); offset++) {
            log.apply(offset, purges.get(offset));
        }
        return log;
    }

    private static Verdict judge(PurgeLog log, Entry entry) {
        return log.check(entry.scopes(), new Stamp("log", entry.asOf()), entry.version());
    }

    private static Class<?> kind(Verdict verdict) {
        return verdict.getClass();
    }

    @Provide
    Arbitrary<List<PurgeIssued>> histories() {
        return Combinators.combine(
                        scope().list().ofMinSize(1).ofMaxSize(3),
                        Arbitraries.of(Mode.HARD, Mode.HARD, Mode.SOFT),
                        Arbitraries.of(Set.<String>of(), Set.of("eu"), Set.of("us"), Set.of("us", "eu")))
                .as((scopes, mode, regions) -> new PurgeIssued(
                        new UUID(0, 0), scopes, mode, regions, PurgeIssued.Cause.CHANGE, Instant.EPOCH, null))
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<Entry>> entries() {
        Arbitrary<@Nullable ResourceKey> resource = key().injectNull(0.3);
        Arbitrary<Long> asOf = Arbitraries.longs().between(-1, 40);
        Arbitrary<Long> version = Arbitraries.longs().between(0, 5);
        return Combinators.combine(path(), resource, tag().set().ofMaxSize(3), asOf, version)
                .as(Entry::new)
                .list()
                .ofMaxSize(10);
    }

    private static Arbitrary<Scope> scope() {
        Arbitrary<Scope> resource =
                Combinators.combine(key(), Arbitraries.longs().between(0, 5)).as(Scope.Resource::new);
        return Arbitraries.frequencyOf(
                Tuple.of(4, resource),
                Tuple.of(4, tag().map(Scope.Tag::new)),
                Tuple.of(3, path().map(Scope.Url::new)),
                Tuple.of(3, path().map(Scope.Prefix::new)),
                Tuple.of(1, Arbitraries.just(new Scope.Everything())));
    }

    private static Arbitrary<ResourceKey> key() {
        return Arbitraries.of("p1", "p2", "p3").map(id -> new ResourceKey("products", id));
    }

    private static Arbitrary<String> tag() {
        return Arbitraries.of("a", "b", "c", "d");
    }

    private static Arbitrary<String> path() {
        return Arbitraries.of("a", "b", "ab").list().ofMinSize(1).ofMaxSize(3).map(PurgeLogPropertyTest::join);
    }

    private static String join(List<String> segments) {
        List<String> parts = new ArrayList<>(List.of(""));
        parts.addAll(segments);
        return String.join("/", parts);
    }
}
