package dev.tideline.gateway.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.events.Heartbeat;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeIssued.Mode;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PurgeLogTest {

    private static final ResourceKey P1 = new ResourceKey("products", "p1");
    private static final EntryScopes ITEM =
            EntryScopes.of("https://api.example/api/products/p1?fields=name", P1, List.of("products", "products/p1"));
    private static final EntryScopes LIST =
            EntryScopes.of("/api/products?page=2", null, List.of("products", "products:list"));

    private final PurgeLog log = new PurgeLog("eu", 1000);

    @BeforeEach
    void open() {
        log.open("log-a", 10);
    }

    @Test
    void anEntryThatNothingPurgedIsLive() {
        apply(10, new Scope.Tag("other"));

        assertThat(log.check(ITEM, new Stamp("log-a", 9), 3)).isEqualTo(Verdict.LIVE);
    }

    @Test
    void anEntryStampedBeforeThePurgeIsDeadAndOneStampedAtItLives() {
        apply(10, new Scope.Tag("products:list"));

        assertThat(log.check(LIST, new Stamp("log-a", 9), 0)).isEqualTo(Verdict.Reason.PURGED.dead);
        assertThat(log.check(LIST, new Stamp("log-a", 10), 0)).isEqualTo(Verdict.LIVE);
    }

    @Test
    void aFillInFlightDuringAPurgeIsDeadWhenItArrives() {
        Stamp beforeTheRequest = log.now();

        apply(10, new Scope.Url("/api/products?page=2"));

        assertThat(log.check(LIST, beforeTheRequest, 0)).isEqualTo(Verdict.Reason.PURGED.dead);
        assertThat(log.check(LIST, log.now(), 0)).isEqualTo(Verdict.LIVE);
    }

    @Test
    void aPurgeThatNamesAVersionSparesThatResourceAtThatVersionOrAbove() {
        apply(10, new Scope.Resource(P1, 7));

        Stamp before = new Stamp("log-a", 9);
        assertThat(log.check(ITEM, before, 6)).isEqualTo(Verdict.Reason.OLD_VERSION.dead);
        assertThat(log.check(ITEM, before, 7)).isEqualTo(Verdict.LIVE);
        assertThat(log.check(ITEM, before, 8)).isEqualTo(Verdict.LIVE);
    }

    @Test
    void theSpareGoesAsFarAsThatScopeOnly() {
        apply(10, new Scope.Resource(P1, 7), new Scope.Tag("products"));

        assertThat(log.check(ITEM, new Stamp("log-a", 9), 7)).isEqualTo(Verdict.Reason.PURGED.dead);
    }

    @Test
    void aFillFromALaggingReplicaIsBelowTheVersionFloorHoweverLateItWasAsked() {
        apply(10, new Scope.Resource(P1, 7));

        assertThat(log.check(ITEM, new Stamp("log-a", 10), 6)).isEqualTo(Verdict.Reason.OLD_VERSION.dead);
    }

    @Test
    void theVersionFloorOutlivesAPurgeOfEverything() {
        apply(10, new Scope.Resource(P1, 7));
        apply(11, new Scope.Everything());

        assertThat(log.check(ITEM, new Stamp("log-a", 11), 6)).isEqualTo(Verdict.Reason.OLD_VERSION.dead);
    }

    @Test
    void theFloorOfAResourceIsTheHighestVersionThatWasNamed() {
        assertThat(log.knownVersion(P1)).isZero();
        apply(10, new Scope.Resource(P1, 7));
        apply(11, new Scope.Resource(P1, 6));
        apply(12, new Scope.Resource(P1, 0));

        assertThat(log.knownVersion(P1)).isEqualTo(7);
        assertThat(log.knownVersion(new ResourceKey("products", "p2"))).isZero();
    }

    @Test
    void aVersionNamedAgainByARepeatedPurgeLowersNothing() {
        apply(10, new Scope.Resource(P1, 7));
        apply(11, new Scope.Resource(P1, 6));

        assertThat(log.check(ITEM, new Stamp("log-a", 9), 7)).isEqualTo(Verdict.LIVE);
        assertThat(log.check(ITEM, new Stamp("log-a", 11), 6)).isEqualTo(Verdict.Reason.OLD_VERSION.dead);
    }

    @Test
    void anEntryWithoutAVersionIsNotSpared() {
        apply(10, new Scope.Resource(P1, 7));

        assertThat(log.check(ITEM, new Stamp("log-a", 9), 0)).isEqualTo(Verdict.Reason.OLD_VERSION.dead);
        assertThat(log.check(ITEM, new Stamp("log-a", 10), 0)).isEqualTo(Verdict.LIVE);
    }

    @Test
    void anOperatorsPurgeOfAResourceNamesNoVersionAndSparesNone() {
        apply(10, new Scope.Resource(P1, 0));

        assertThat(log.check(ITEM, new Stamp("log-a", 9), 99)).isEqualTo(Verdict.Reason.PURGED.dead);
    }

    @Test
    void prefixesReachWholeSegmentsOnly() {
        apply(10, new Scope.Prefix("/api/products/"));
        Stamp before = new Stamp("log-a", 9);

        assertThat(log.check(ITEM, before, 1)).isEqualTo(Verdict.Reason.PURGED.dead);
        assertThat(log.check(LIST, before, 0)).isEqualTo(Verdict.Reason.PURGED.dead);
        assertThat(log.check(EntryScopes.of("/api/products-old/p1", null, List.of()), before, 0))
                .isEqualTo(Verdict.LIVE);
    }

    @Test
    void theRootPrefixReachesEveryPath() {
        apply(10, new Scope.Prefix("/"));

        assertThat(log.check(ITEM, new Stamp("log-a", 9), 1)).isEqualTo(Verdict.Reason.PURGED.dead);
    }

    @Test
    void aPrefixDeeperThanIsKeptReachesMoreRatherThanLess() {
        String deep = "/s".repeat(EntryScopes.MAX_SEGMENTS);
        apply(10, new Scope.Prefix(deep + "/x/y"));

        assertThat(log.check(EntryScopes.of(deep + "/x/y/z", null, List.of()), new Stamp("log-a", 9), 0))
                .isEqualTo(Verdict.Reason.PURGED.dead);
    }

    @Test
    void aUrlMeetsItsOtherSpellings() {
        apply(10, new Scope.Url("HTTPS://API.example:443/api/./pr%6fducts/p1?fields=name#x"));

        assertThat(log.check(ITEM, new Stamp("log-a", 9), 1)).isEqualTo(Verdict.Reason.PURGED.dead);
    }

    @Test
    void aUrlWithAHostReachesThatHostOnlyAndOneWithoutReachesAll() {
        apply(10, new Scope.Url("https://other.example/api/products/p1?fields=name"));
        assertThat(log.check(ITEM, new Stamp("log-a", 9), 1)).isEqualTo(Verdict.LIVE);

        apply(11, new Scope.Url("/api/products/p1?fields=name"));
        assertThat(log.check(ITEM, new Stamp("log-a", 10), 1)).isEqualTo(Verdict.Reason.PURGED.dead);
    }

    @Test
    void aTagIsNoUrlAndNoPrefix() {
        apply(10, new Scope.Tag("/api/products/p1"));

        assertThat(log.check(ITEM, new Stamp("log-a", 9), 1)).isEqualTo(Verdict.LIVE);
    }

    @Test
    void anEntryWithMoreTagsThanAreKeptIsReachedByAnyTag() {
        List<String> many = IntStream.rangeClosed(0, EntryScopes.MAX_TAGS)
                .mapToObj(i -> "t" + i)
                .toList();
        apply(10, new Scope.Tag("none of them"));

        assertThat(log.check(EntryScopes.of("/x", null, many), new Stamp("log-a", 9), 0))
                .isEqualTo(Verdict.Reason.PURGED.dead);
    }

    @Test
    void aSoftPurgeMakesStaleAndALaterHardOneKills() {
        applySoft(10, new Scope.Tag("products"));
        assertThat(log.check(LIST, new Stamp("log-a", 9), 0)).isEqualTo(Verdict.SOFT_STALE);

        apply(11, new Scope.Tag("products"));
        assertThat(log.check(LIST, new Stamp("log-a", 9), 0)).isEqualTo(Verdict.Reason.PURGED.dead);
    }

    @Test
    void aLaterSoftPurgeDoesNotSoftenAHardOne() {
        apply(10, new Scope.Tag("products"));
        applySoft(11, new Scope.Tag("products"));

        assertThat(log.check(LIST, new Stamp("log-a", 9), 0)).isEqualTo(Verdict.Reason.PURGED.dead);
        assertThat(log.check(LIST, new Stamp("log-a", 10), 0)).isEqualTo(Verdict.SOFT_STALE);
    }

    @Test
    void everythingReachesEverythingStampedBefore() {
        apply(10, new Scope.Everything());

        EntryScopes bare = EntryScopes.of("/", null, List.of());
        assertThat(log.check(bare, new Stamp("log-a", 9), 0)).isEqualTo(Verdict.Reason.PURGED.dead);
        assertThat(log.check(bare, new Stamp("log-a", 10), 0)).isEqualTo(Verdict.LIVE);
    }

    @Test
    void aPurgeForOtherRegionsOnlyMovesThePosition() {
        long moves = log.moves();

        log.apply(10, purge(Mode.HARD, Set.of("us"), new Scope.Everything()));

        assertThat(log.now()).isEqualTo(new Stamp("log-a", 10));
        assertThat(log.moves()).isEqualTo(moves);
        assertThat(log.check(LIST, new Stamp("log-a", 9), 0)).isEqualTo(Verdict.LIVE);
    }

    @Test
    void anEntryStampedBeforeTheFirstReplayedRecordIsDead() {
        assertThat(log.check(LIST, new Stamp("log-a", 8), 0)).isEqualTo(Verdict.Reason.NOT_REPLAYED.dead);
        assertThat(log.check(LIST, new Stamp("log-a", 9), 0)).isEqualTo(Verdict.LIVE);
    }

    @Test
    void aGapInTheReplayKillsWhatWasStampedBeforeItsEnd() {
        log.apply(10, heartbeat());
        log.open("log-a", 20);

        assertThat(log.check(LIST, new Stamp("log-a", 18), 0)).isEqualTo(Verdict.Reason.NOT_REPLAYED.dead);
        assertThat(log.check(LIST, new Stamp("log-a", 19), 0)).isEqualTo(Verdict.LIVE);
    }

    @Test
    void resumingWithoutAGapKeepsEverythingAlive() {
        log.apply(10, heartbeat());
        log.open("log-a", 5);

        assertThat(log.check(LIST, new Stamp("log-a", 9), 0)).isEqualTo(Verdict.LIVE);
        assertThat(log.now()).isEqualTo(new Stamp("log-a", 10));
    }

    @Test
    void aRecreatedTopicIsAnotherLogWhoseOffsetsSayNothing() {
        log.open("log-b", 0);

        assertThat(log.check(LIST, new Stamp("log-a", 1_000_000), 0)).isEqualTo(Verdict.Reason.OTHER_LOG.dead);
        assertThat(log.now()).isEqualTo(new Stamp("log-b", -1));
    }

    @Test
    void aLogThatLostItsEndKillsWhateverItsOffsetsNamed() {
        log.apply(30, heartbeat());
        log.cutBack(20);

        assertThat(log.check(LIST, new Stamp("log-a", 29), 0)).isEqualTo(Verdict.Reason.NOT_REPLAYED.dead);
        assertThat(log.now()).isEqualTo(new Stamp("log-a", 19));
    }

    @Test
    void withoutALogNothingLives() {
        PurgeLog closed = new PurgeLog("eu", 10);

        assertThat(closed.check(LIST, closed.now(), 0)).isEqualTo(Verdict.Reason.NOT_REPLAYED.dead);
        assertThat(closed.check(LIST, new Stamp("log-a", 5), 0)).isEqualTo(Verdict.Reason.OTHER_LOG.dead);
    }

    @Test
    void anotherInstanceFurtherAheadMayHaveMadeTheEntry() {
        assertThat(log.check(LIST, new Stamp("log-a", 5_000), 0)).isEqualTo(Verdict.LIVE);
    }

    @Test
    void heartbeatsMoveThePositionButNoVerdict() {
        long moves = log.moves();

        log.apply(10, heartbeat());

        assertThat(log.now().offset()).isEqualTo(10);
        assertThat(log.moves()).isEqualTo(moves);
    }

    @Test
    void anUnreadableRecordIsPassedOver() {
        log.skip(10);

        assertThat(log.now().offset()).isEqualTo(10);
    }

    @Test
    void beyondItsBoundTheLogForgetsTheOldAndKillsWhatItCannotJudge() {
        PurgeLog small = new PurgeLog("eu", 64);
        small.open("log-a", 0);
        for (int i = 0; i < 10_000; i++) {
            small.apply(i, purge(Mode.HARD, Set.of(), new Scope.Url("/u" + i)));
        }

        assertThat(small.size()).isLessThanOrEqualTo(64);
        assertThat(small.check(LIST, new Stamp("log-a", 5_000), 0)).isEqualTo(Verdict.Reason.BELOW_FLOOR.dead);
        assertThat(small.check(LIST, new Stamp("log-a", 9_999), 0)).isEqualTo(Verdict.LIVE);
        assertThat(small.check(EntryScopes.of("/u9999", null, List.of()), new Stamp("log-a", 9_998), 0))
                .isEqualTo(Verdict.Reason.PURGED.dead);
    }

    @Test
    void oneRecordMayHoldMoreScopesThanTheBound() {
        PurgeLog small = new PurgeLog("eu", 64);
        small.open("log-a", 0);
        List<Scope> many = IntStream.range(0, 1000)
                .<Scope>mapToObj(i -> new Scope.Tag("t" + i))
                .toList();

        small.apply(
                0,
                new PurgeIssued(
                        UUID.randomUUID(), many, Mode.HARD, Set.of(), PurgeIssued.Cause.OPERATOR, Instant.EPOCH, null));

        assertThat(small.size()).isLessThanOrEqualTo(64);
        for (int i = 0; i < 1000; i++) {
            EntryScopes tagged = EntryScopes.of("/x", null, List.of("t" + i));
            assertThat(small.check(tagged, new Stamp("log-a", -1), 0)).isInstanceOf(Verdict.Dead.class);
            assertThat(small.check(tagged, new Stamp("log-a", 0), 0)).isEqualTo(Verdict.LIVE);
        }
    }

    @Test
    void scopesSurviveTheSecondTier() {
        assertThat(EntryScopes.fromLongs(ITEM.toLongs())).isEqualTo(ITEM);
        assertThat(EntryScopes.fromLongs(LIST.toLongs())).isEqualTo(LIST);
    }

    @Test
    void aBoundThatNoArrayCouldHoldIsRefused() {
        assertThatThrownBy(() -> new PurgeLog("eu", PurgeLog.MOST_SCOPES + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100000000");
    }

    private void apply(long offset, Scope... scopes) {
        log.apply(offset, purge(Mode.HARD, Set.of(), scopes));
    }

    private void applySoft(long offset, Scope... scopes) {
        log.apply(offset, purge(Mode.SOFT, Set.of(), scopes));
    }

    private static PurgeIssued purge(Mode mode, Set<String> regions, Scope... scopes) {
        return new PurgeIssued(
                UUID.randomUUID(), List.of(scopes), mode, regions, PurgeIssued.Cause.OPERATOR, Instant.EPOCH, null);
    }

    private static Heartbeat heartbeat() {
        return new Heartbeat(Instant.EPOCH, "writes", 1, Map.of());
    }
}
