package dev.tideline.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.events.ResourceKey;
import dev.tideline.gateway.purge.EntryScopes;
import dev.tideline.gateway.purge.OtherLog;
import dev.tideline.gateway.purge.PurgeLog;
import dev.tideline.gateway.purge.SessionGate;
import dev.tideline.gateway.purge.Stamp;
import dev.tideline.gateway.purge.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MarkTest {

    /** A purge log that counts how often it is asked. */
    private static final class Counting implements Coherence {
        private Verdict verdict = Verdict.LIVE;
        private long moves;
        private int asked;

        @Override
        public Stamp position() {
            return new Stamp("log", 0);
        }

        @Override
        public Verdict verdict(EntryScopes scopes, Stamp stamp, long version) {
            asked++;
            return verdict;
        }

        @Override
        public long knownVersion(ResourceKey resource) {
            return 0;
        }

        @Override
        public long moves() {
            return moves;
        }

        @Override
        public Optional<Instant> currentAsOf() {
            return Optional.empty();
        }
    }

    private final Counting log = new Counting();
    private final Entry.Mark mark = new Entry.Mark(EntryScopes.of("/a", null, List.of()), new Stamp("log", 0), 0);

    @Test
    void anEntryFoundAliveIsNotCheckedAgainWhileNothingMoved() {
        for (int i = 0; i < 3; i++) {
            assertThat(mark.verdict(log)).isEqualTo(Verdict.LIVE);
        }
        assertThat(log.asked).isOne();
    }

    @Test
    void everyMoveOfTheLogHasItCheckedOnceMore() {
        mark.verdict(log);
        log.moves++;
        log.verdict = new Verdict.Dead(Verdict.Reason.PURGED);
        assertThat(mark.verdict(log)).isInstanceOf(Verdict.Dead.class);
        assertThat(log.asked).isEqualTo(2);
    }

    @Test
    void onlyLifeIsRemembered() {
        log.verdict = Verdict.SOFT_STALE;
        mark.verdict(log);
        mark.verdict(log);
        assertThat(log.asked).isEqualTo(2);
    }

    /** Both have moved as often, and know of no purge. */
    @Test
    void whatOneLogFoundAliveIsNotAliveForAnother() {
        PurgeLog own = new PurgeLog("us", 10);
        PurgeLog eu = new PurgeLog("us", 10);
        own.open("log", 0);
        eu.open("another", 0);
        OtherLog other = new OtherLog(eu, new SessionGate(eu, 1));
        other.caughtUp();
        Coherence ofOwn = Coherence.of(own);
        Coherence ofEu = Coherence.of(other, 1);
        Entry.Mark made = new Entry.Mark(EntryScopes.of("/a", null, List.of()), ofOwn.position(), 0);

        assertThat(made.verdict(ofOwn)).isEqualTo(Verdict.LIVE);
        assertThat(made.verdict(ofEu)).isEqualTo(new Verdict.Dead(Verdict.Reason.OTHER_LOG));
    }

    @Test
    void nothingIsTrustedBeforeAnotherHomesLogIsReplayed() {
        PurgeLog eu = new PurgeLog("us", 10);
        eu.open("log", 0);
        OtherLog other = new OtherLog(eu, new SessionGate(eu, 1));
        Coherence ofEu = Coherence.of(other, 1);

        assertThat(mark.verdict(ofEu)).isEqualTo(new Verdict.Dead(Verdict.Reason.NOT_REPLAYED));
        other.caughtUp();
        assertThat(mark.verdict(ofEu)).isEqualTo(Verdict.LIVE);
    }
}
