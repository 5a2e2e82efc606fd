package dev.tideline.invalidation.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.GatewayStatus;
import dev.tideline.events.GatewayStatus.CacheStats;
import dev.tideline.events.GatewayStatus.Receipt;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeIssued.Cause;
import dev.tideline.events.PurgeIssued.Mode;
import dev.tideline.events.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final Instant T = Instant.ofEpochSecond(1_000);

    private final Fleet fleet = new Fleet(Duration.ofSeconds(3), Duration.ofMinutes(10));

    @Test
    void whoReportsIsThere() {
        fleet.hear(status("eu-1", "eu", 5, true), T);

        assertThat(fleet.members(T.plusSeconds(3))).singleElement().satisfies(member -> {
            assertThat(member.isLive()).isTrue();
            assertThat(member.hasApplied("log", 5)).isTrue();
            assertThat(member.hasApplied("log", 6)).isFalse();
            assertThat(member.hasApplied("another", 5)).isFalse();
        });
    }

    @Test
    void whoIsSilentIsGoneAndLaterForgotten() {
        fleet.hear(status("eu-1", "eu", 5, true), T);

        assertThat(fleet.members(T.plusMillis(3_001))).noneMatch(Member::isLive);
        assertThat(fleet.members(T.plusSeconds(601))).isEmpty();
    }

    @Test
    void whoSaysGoodbyeIsGoneAtOnceAndWhoStartsAgainIsBack() {
        fleet.hear(status("eu-1", "eu", 5, true), T);
        fleet.hear(status("eu-1", "eu", 6, false), T);
        assertThat(fleet.members(T)).noneMatch(Member::isLive);

        fleet.hear(status("eu-1", "eu", 6, true), T);
        assertThat(fleet.members(T)).allMatch(Member::isLive);
    }

    @Test
    void whoIsStartingIsWaitedFor() {
        fleet.hear(status("eu-1", "eu", -1, false), T);

        assertThat(fleet.lagging("log", 1, Set.of(), T)).hasSize(1);
    }

    @Test
    void onlyTheLiveOfTheRegionsConcernedCanLag() {
        fleet.hear(status("eu-1", "eu", 5, true), T);
        fleet.hear(status("us-1", "us", 5, true), T);
        fleet.hear(status("ap-1", "ap", 5, true), T.minusSeconds(60));

        assertThat(fleet.lagging("log", 6, Set.of(), T))
                .extracting(Member::instance)
                .containsExactly("eu-1", "us-1");
        assertThat(fleet.lagging("log", 6, Set.of("us", "ap"), T))
                .extracting(Member::instance)
                .containsExactly("us-1");
        assertThat(fleet.lagging("log", 5, Set.of(), T)).isEmpty();
    }

    @Test
    void receiptsMayComeBeforeTheirPurgeIsRead() {
        RecentPurges purges = new RecentPurges(10);
        UUID id = UUID.randomUUID();

        purges.acknowledge(receipt(id, 12));
        assertThat(purges.find(id)).isEmpty();
        purges.remember(purge(id), "log", 7);

        assertThat(purges.find(id)).hasValueSatisfying(found -> {
            assertThat(found.offset()).isEqualTo(7);
            assertThat(found.lags()).containsEntry("eu-1", 12L);
        });
    }

    @Test
    void ofTooManyPurgesTheOldestAreForgotten() {
        RecentPurges purges = new RecentPurges(2);
        List<UUID> ids = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        for (int i = 0; i < 3; i++) {
            purges.remember(purge(ids.get(i)), "log", i);
        }

        assertThat(purges.find(ids.getFirst())).isEmpty();
        assertThat(purges.latest(10)).extracting(RememberedPurge::offset).containsExactly(2L, 1L);
        assertThat(purges.latest(1)).hasSize(1);
    }

    private static GatewayStatus receipt(UUID id, long lagMs) {
        return new GatewayStatus(
                "eu-1", "eu", "x", T, "log", 7, true, List.of(new Receipt(id, 7, lagMs)), new CacheStats(0, 0, 0, 0));
    }

    private static GatewayStatus status(String instance, String region, long applied, boolean ready) {
        return new GatewayStatus(
                instance, region, "x", T, "log", applied, ready, List.of(), new CacheStats(0, 0, 0, 0));
    }

    private static PurgeIssued purge(UUID id) {
        return new PurgeIssued(id, List.of(new Scope.Tag("a")), Mode.HARD, Set.of(), Cause.OPERATOR, T, null);
    }
}
