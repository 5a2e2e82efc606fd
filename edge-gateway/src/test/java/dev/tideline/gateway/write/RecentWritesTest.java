package dev.tideline.gateway.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.Operation;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.WritePosition;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentWritesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final UUID ID = Digests.writeId("anonymous", "k");

    private final RecentWrites recent = new RecentWrites(
            new WriteSettings.Idempotency(1000, Duration.ofHours(24), Duration.ofSeconds(1)), Duration.ofSeconds(30));

    @Test
    void aKeyIsGrantedOnce() {
        assertThat(recent.claim(ID, "f", NOW)).isInstanceOf(RecentWrites.Granted.class);
        assertThat(recent.claim(ID, "f", NOW)).isEqualTo(new RecentWrites.InProgress("f", NOW.plusSeconds(30)));
        assertThat(recent.find(ID)).isNull();
    }

    @Test
    void ofManyRequestsAtOnceOneIsGranted() {
        long granted = IntStream.range(0, 1000)
                .parallel()
                .filter(_ -> recent.claim(ID, "f", NOW) instanceof RecentWrites.Granted)
                .count();
        assertThat(granted).isEqualTo(1);
    }

    @Test
    void aSettledKeyIsKnown() {
        recent.claim(ID, "f", NOW);
        recent.settle(receipt());
        assertThat(recent.claim(ID, "g", NOW)).isEqualTo(new RecentWrites.Known(receipt()));
        assertThat(recent.find(ID)).isEqualTo(receipt());
    }

    @Test
    void aReleasedKeyIsGrantedAgain() {
        recent.claim(ID, "f", NOW);
        recent.release(ID);
        assertThat(recent.claim(ID, "g", NOW)).isInstanceOf(RecentWrites.Granted.class);
    }

    @Test
    void aSettledKeyIsNotReleased() {
        recent.settle(receipt());
        recent.release(ID);
        assertThat(recent.find(ID)).isEqualTo(receipt());
    }

    @Test
    void aClaimThatWasAbandonedDoesNotLockTheKeyForEver() {
        recent.claim(ID, "f", NOW);
        assertThat(recent.claim(ID, "f", NOW.plusSeconds(30))).isInstanceOf(RecentWrites.InProgress.class);
        assertThat(recent.claim(ID, "f", NOW.plusSeconds(31))).isInstanceOf(RecentWrites.Granted.class);
        assertThat(recent.claim(ID, "f", NOW.plusSeconds(32))).isInstanceOf(RecentWrites.InProgress.class);
    }

    private static Receipt receipt() {
        return new Receipt(
                ID, new ResourceKey("notes", "1"), Operation.PUT, "f".repeat(64), new WritePosition(3, 1042), NOW);
    }
}
