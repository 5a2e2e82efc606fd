package dev.tideline.local.check.run;

import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.RunClock;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Takes facts from all threads of a run, which is bounded by its length. */
public final class Recorder {

    private final RunClock clock;
    private final Queue<Fact> facts = new ConcurrentLinkedQueue<>();

    public Recorder(RunClock clock) {
        this.clock = clock;
    }

    public RunClock clock() {
        return clock;
    }

    void add(Fact fact) {
        facts.add(fact);
    }

    /** Those of one kind so far. */
    public <F extends Fact> Stream<F> soFar(Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast);
    }

    public History history(Map<String, String> regions) {
        return new History(regions, List.copyOf(facts));
    }
}
