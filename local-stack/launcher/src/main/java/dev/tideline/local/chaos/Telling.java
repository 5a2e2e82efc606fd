package dev.tideline.local.chaos;

import java.util.function.Consumer;

/** Tells a person what came of a scenario. */
record Telling(Consumer<String> say) {

    void tell(Outcome outcome) {
        Outcome.Times times = outcome.times();
        Outcome.Measured measured = outcome.measured();
        say.accept("In all: " + Second.of(outcome.seen(), 0, Long.MAX_VALUE));
        say.accept("While it was broken: " + Second.of(outcome.seen(), times.broken(), times.mending()));
        say.accept("Broken for " + Chaos.seconds(times.mending() - times.broken()) + ", mended in "
                + Chaos.seconds(times.mended() - times.mending()) + ". Clients saw nothing of it any more "
                + Chaos.seconds(outcome.recoveryMillis() * 1_000_000) + " after the mending began.");
        say.accept(outcome.writes().accepted() + " writes accepted, "
                + outcome.writes().lost()
                + " lost; the last was applied "
                + Chaos.seconds(Math.max(0, outcome.writes().settled() - times.mending()))
                + " after the mending began.");
        String atOnce = measured.limit() == 0
                ? ""
                : ", at most " + measured.mostAtOnce() + " at a time from one gateway (its limit rose to "
                        + measured.limit() + ")";
        say.accept("Origin: " + measured.fetches() + " requests" + atOnce + ". Corrupt entries met: "
                + measured.corrupt() + ". Largest staleness bound told: " + measured.bound() + " ms.");
        outcome.broken().forEach(what -> say.accept("✘ " + what));
        say.accept(
                outcome.broken().isEmpty()
                        ? "✔ It held: no read of cached data failed, no accepted write is lost."
                        : "✘ It did not hold.");
        say.accept("");
    }
}
