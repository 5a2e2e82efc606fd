package dev.tideline.gateway.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeIssued.Cause;
import dev.tideline.events.PurgeIssued.Mode;
import dev.tideline.events.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HotKeysTest {

    private final PurgeLog log = new PurgeLog("eu", 100);
    private final HotKeys<String, String> hot = new HotKeys<>(3, 10, 1);

    @BeforeEach
    void open() {
        log.open("log", 0);
    }

    @Test
    void aHotKeyThatAPurgeStrikesIsToldOnce() {
        read("/hot", 50);
        read("/other", 50);
        purge(0, "/hot");

        assertThat(struck()).containsExactly("/hot");
        assertThat(struck()).isEmpty();
    }

    @Test
    void aKeyThatIsReadNowAndThenIsNotHot() {
        read("/cold", 9);
        purge(0, "/cold");

        assertThat(struck()).isEmpty();
    }

    @Test
    void theHottestKeepTheirPlaces() {
        for (int i = 1; i <= 6; i++) {
            read("/" + i, 10 * i);
        }
        read("/7", 11);

        assertThat(hot.size()).isEqualTo(3);
        for (int i = 1; i <= 7; i++) {
            purge(i, "/" + i);
        }
        assertThat(struck()).containsExactlyInAnyOrder("/4", "/5", "/6");
    }

    private List<String> struck() {
        return hot.struck(one -> log.check(one.scopes(), one.asOf(), one.version()));
    }

    private void read(String key, int times) {
        for (int i = 0; i < times; i++) {
            hot.read(
                    key,
                    () -> new HotKeys.Tracked<>(key, EntryScopes.of(key, null, List.of()), new Stamp("log", -1), 0));
        }
    }

    private void purge(long offset, String url) {
        log.apply(
                offset,
                new PurgeIssued(
                        UUID.randomUUID(),
                        List.of(new Scope.Url(url)),
                        Mode.HARD,
                        Set.of(),
                        Cause.CHANGE,
                        Instant.EPOCH,
                        null));
    }
}
