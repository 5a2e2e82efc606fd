package dev.tideline.local.check.verify;

import static dev.tideline.local.check.verify.Story.ITEM;
import static dev.tideline.local.check.verify.Story.P1;
import static dev.tideline.local.check.verify.Story.ms;

import dev.tideline.events.Scope;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Answer.Served;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Two gateways, an origin and a purge log in virtual time, for one resource: the rule of coherence in its smallest form,
 * with the mistakes that can be made in it. Its history is what a check would have recorded.
 */
final class SimulatedFleet {

    enum Bug {
        NONE,
        NO_AS_OF,
        NO_FLOOR,
        NO_LOOKUP_CHECK
    }

    private record Event(long at, long order, Runnable action) {}

    /** @param version 0 where the purge names none */
    private record Purge(long version) {}

    private record Entry(long version, long stamp, long fill) {}

    private final class Gateway {
        private final String instance;
        private int applied = -1;
        private Entry entry;

        Gateway(String instance) {
            this.instance = instance;
        }

        boolean isDead(Entry made) {
            for (int offset = 0; offset <= applied; offset++) {
                long named = log.get(offset).version();
                boolean purged = named == 0 && offset > made.stamp();
                boolean below = bug == Bug.NO_FLOOR ? named > 0 && offset > made.stamp() : made.version() < named;
                if (purged || below) {
                    return true;
                }
            }
            return false;
        }

        void read() {
            long begin = now;
            if (entry != null && (bug == Bug.NO_LOOKUP_CHECK || !isDead(entry))) {
                answered(begin, new Answer.Document(entry.version(), "m" + entry.version(), served("HIT", entry, -1)));
                return;
            }
            int stamp = applied;
            boolean old = version > 1 && random.nextInt(4) == 0;
            long seen = old ? version - 1 : version;
            after(1 + random.nextInt(150), () -> {
                story.with(new Fact.Fill(++fills, ITEM.path(), new Span(ms(begin), ms(now)), old));
                Entry made = new Entry(seen, bug == Bug.NO_AS_OF ? applied : stamp, fills);
                if (!isDead(made)) {
                    entry = made;
                }
                boolean below = log.subList(0, applied + 1).stream().anyMatch(purge -> purge.version() > seen);
                answered(
                        begin,
                        below && bug != Bug.NO_FLOOR
                                ? new Answer.Refused(502, true)
                                : new Answer.Document(seen, "m" + seen, served("MISS", made, now - begin)));
            });
        }

        private void answered(long begin, Answer answer) {
            story.with(new Fact.Read("r-" + instance, false, instance, ITEM, new Span(ms(begin), ms(now)), answer));
        }
    }

    private static Served served(String status, Entry entry, long boundMs) {
        return new Served(status, boundMs, entry.fill());
    }

    private final Bug bug;
    private final SplittableRandom random;
    private final Story story = new Story();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final List<Purge> log = new ArrayList<>();
    private final List<Gateway> gateways = List.of(new Gateway("eu-1"), new Gateway("us-1"));
    private long now;
    private long order;
    private long version;
    private long fills;

    SimulatedFleet(long seed, Bug bug) {
        this.random = new SplittableRandom(seed);
        this.bug = bug;
    }

    History play(long millis) {
        write();
        every(200, this::write);
        every(300, () -> issue(0));
        for (Gateway gateway : gateways) {
            every(20, gateway::read);
        }
        while (!events.isEmpty() && events.peek().at() < millis) {
            Event next = events.remove();
            now = next.at();
            next.action().run();
        }
        return story.history();
    }

    private void write() {
        long written = ++version;
        story.written("s1", "m" + written, written, now - 2);
        after(1 + random.nextInt(30), () -> issue(written));
    }

    private void issue(long named) {
        int offset = log.size();
        log.add(new Purge(named));
        story.purged(offset, new Scope.Resource(P1, named), now);
        for (Gateway gateway : gateways) {
            after(1 + random.nextInt(40), () -> apply(gateway, offset));
        }
    }

    private void apply(Gateway gateway, int offset) {
        gateway.applied = Math.max(gateway.applied, offset);
        story.applied(gateway.instance, gateway.applied, now);
    }

    private void every(int about, Runnable action) {
        after(about / 2 + random.nextInt(about), () -> {
            action.run();
            every(about, action);
        });
    }

    private void after(long millis, Runnable action) {
        events.add(new Event(now + millis, order++, action));
    }
}
