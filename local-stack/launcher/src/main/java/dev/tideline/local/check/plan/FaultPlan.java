package dev.tideline.local.check.plan;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * What breaks when. The origin's faults follow each other closely; the parts' have pauses between them, in which the
 * stack heals. Within each of the two nothing overlaps. Every kind comes before any comes again, as time permits.
 *
 * @param outages by their begin
 */
public record FaultPlan(List<Outage> outages) {

    /** From when, counted from the run's start, and for how long. */
    public record Outage(Duration from, Duration length, Disturbance what) {
        public Duration until() {
            return from.plus(length);
        }
    }

    private static final Duration WARM_UP = Duration.ofSeconds(1);

    public FaultPlan {
        outages = List.copyOf(outages);
    }

    /** Nothing breaks. */
    public static FaultPlan none() {
        return new FaultPlan(List.of());
    }

    public static FaultPlan of(long seed, Duration run, Cast cast) {
        Lane origin = new Lane(new Random(Steps.mixed(seed, "origin")), 300, 1500, 100, 700);
        Lane parts = new Lane(new Random(Steps.mixed(seed, "parts")), 600, 2500, 1000, 2500);
        List<Outage> all = new ArrayList<>();
        all.addAll(origin.until(run, () -> originDeck(origin.random)));
        all.addAll(parts.until(run, () -> partsDeck(parts.random, cast)));
        return new FaultPlan(
                all.stream().sorted(Comparator.comparing(Outage::from)).toList());
    }

    private static List<Disturbance> originDeck(Random random) {
        return List.of(
                slow(random),
                slow(random),
                new Disturbance.OldOrigin(0.5),
                new Disturbance.OldOrigin(0.5),
                new Disturbance.OriginAway());
    }

    private static Disturbance slow(Random random) {
        int least = random.nextInt(20, 200);
        return new Disturbance.SlowOrigin(Duration.ofMillis(least), Duration.ofMillis(least + random.nextInt(50, 600)));
    }

    private static List<Disturbance> partsDeck(Random random, Cast cast) {
        List<String> instances = cast.instances();
        List<String> regions = cast.regions();
        return List.of(
                new Disturbance.PausedGateway(instances.get(random.nextInt(instances.size()))),
                new Disturbance.PausedGateway(instances.get(random.nextInt(instances.size()))),
                new Disturbance.KilledGateway(instances.get(random.nextInt(instances.size()))),
                new Disturbance.KafkaAway(),
                new Disturbance.RedisAway(regions.get(random.nextInt(regions.size()))));
    }

    /** Faults one after the other. All in milliseconds. */
    private record Lane(Random random, int shortest, int longest, int leastPause, int mostPause) {

        List<Outage> until(Duration end, Supplier<List<Disturbance>> decks) {
            List<Outage> outages = new ArrayList<>();
            Deque<Disturbance> deck = new ArrayDeque<>();
            Duration at = WARM_UP.plus(pause());
            while (true) {
                if (deck.isEmpty()) {
                    List<Disturbance> shuffled = new ArrayList<>(decks.get());
                    Collections.shuffle(shuffled, random);
                    deck.addAll(shuffled);
                }
                Duration length = Duration.ofMillis(random.nextInt(shortest, longest + 1));
                if (at.plus(length).compareTo(end) > 0) {
                    return outages;
                }
                Outage outage = new Outage(at, length, deck.removeFirst());
                outages.add(outage);
                at = outage.until().plus(pause());
            }
        }

        private Duration pause() {
            return Duration.ofMillis(random.nextInt(leastPause, mostPause + 1));
        }
    }
}
