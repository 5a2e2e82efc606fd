package dev.tideline.local.demo;

import dev.tideline.events.ResourceKey;
import dev.tideline.local.demo.DemoStack.Gateway;
import java.io.PrintStream;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The main scenario: a price is read near its readers, changed from far away, and everybody sees the new one; then the
 * origin goes away and comes back.
 */
public final class Demo {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DemoStack stack;
    private final PrintStream out;
    private final ResourceKey lamp;
    private final ResourceKey bulb;

    /** @param run makes this run's resources its own, so that the scenario can be played again; letters and digits */
    public Demo(DemoStack stack, PrintStream out, String run) {
        this.stack = stack;
        this.out = out;
        this.lamp = new ResourceKey("prices", "lamp-" + run);
        this.bulb = new ResourceKey("prices", "bulb-" + run);
    }

    /** Plays it; false, after a line that says why, as soon as a step does not hold. */
    public boolean play() {
        try {
            setOut();
            readNearTheReader();
            writeAndBeSeenEverywhere();
            loseTheOrigin();
            haveItBack();
            out.println("\nEvery step held.");
            return true;
        } catch (StepFailed failed) {
            out.println("  ✘ " + failed.getMessage() + "\n\nThe scenario stopped here.");
            return false;
        }
    }

    private void setOut() {
        chapter("A price is set");
        Answer accepted = write(stack.gateways().getFirst(), lamp, 10);
        step("PUT /api/" + lamp + " at " + stack.gateways().getFirst().instance(), accepted.millis(), "202 Accepted");
        awaitApplied(stack.gateways().getFirst(), accepted, 1);
    }

    private void readNearTheReader() {
        chapter("It is read near its readers");
        Gateway nearest = stack.gateways().getFirst();
        Answer first = read(nearest, lamp);
        StepFailed.unless(
                first.cacheStatus().equals("MISS") && first.version() == 1, "expected a MISS, saw " + first.seen());
        tell(nearest, lamp, first);
        Answer again =
                await(() -> read(nearest, lamp), answer -> answer.cacheStatus().equals("HIT"));
        StepFailed.unless(
                again.cacheStatus().equals("HIT") && again.version() == 1, "expected a HIT, saw " + again.seen());
        tell(nearest, lamp, again);
        for (Gateway gateway : stack.gateways().subList(1, stack.gateways().size())) {
            Answer near = read(gateway, lamp);
            StepFailed.unless(near.status() == 200 && near.version() == 1, "expected version 1, saw " + near.seen());
            tell(gateway, lamp, near);
        }
    }

    private void writeAndBeSeenEverywhere() {
        chapter("It is changed from far away");
        Gateway far = stack.gateways().getLast();
        try (PurgeWatch watch = new PurgeWatch(stack.kafka())) {
            Answer accepted = write(far, lamp, 12);
            step("PUT /api/" + lamp + " at " + far.instance(), accepted.millis(), "202 Accepted, it is in Kafka");
            awaitApplied(far, accepted, 2);
            appliedOnce(accepted);
            Map<String, Long> lags = watch.awaitPurge(
                    lamp, 2, stack.gateways().stream().map(Gateway::instance).collect(Collectors.toSet()), PATIENCE);
            lags.forEach((instance, lag) -> step("purge applied at " + instance, lag, "after the commit"));
        }
        for (Gateway gateway : stack.gateways()) {
            Answer next = read(gateway, lamp);
            StepFailed.unless(next.status() == 200 && next.version() == 2, "expected version 2, saw " + next.seen());
            tell(gateway, lamp, next);
        }
    }

    private void loseTheOrigin() {
        chapter("The origin goes away");
        stack.stopOrigin();
        for (Gateway gateway : stack.gateways()) {
            Answer stale = await(
                    () -> read(gateway, lamp),
                    answer -> answer.status() != 200 || answer.cacheStatus().equals("HIT-STALE"));
            StepFailed.unless(
                    stale.status() == 200 && stale.cacheStatus().equals("HIT-STALE") && stale.version() == 2,
                    "expected a HIT-STALE at version 2, saw " + stale.seen());
            tell(gateway, lamp, stale);
        }
        Answer accepted = write(stack.gateways().getFirst(), bulb, 3);
        step("PUT /api/" + bulb, accepted.millis(), "202 Accepted all the same");
    }

    private void haveItBack() {
        chapter("The origin is back");
        stack.startOrigin();
        for (Gateway gateway : stack.gateways()) {
            Answer written = await(() -> read(gateway, bulb), answer -> answer.status() == 200);
            StepFailed.unless(
                    written.status() == 200 && written.version() == 1, "expected version 1, saw " + written.seen());
            tell(gateway, bulb, written);
            Answer current = await(
                    () -> read(gateway, lamp),
                    answer -> answer.status() == 200 && !answer.cacheStatus().equals("HIT-STALE"));
            StepFailed.unless(
                    current.version() == 2 && !current.cacheStatus().equals("HIT-STALE"),
                    "expected a current version 2, saw " + current.seen());
            tell(gateway, lamp, current);
        }
    }

    private Answer write(Gateway gateway, ResourceKey resource, int amount) {
        Answer answer = Answer.put(at(gateway, "/api/" + resource), "{\"amount\":" + amount + ",\"currency\":\"EUR\"}");
        StepFailed.unless(
                answer.status() == 202 && !answer.field("Location").isEmpty(),
                "expected 202 with a Location, saw " + answer.status() + " " + answer.body());
        return answer;
    }

    private void awaitApplied(Gateway gateway, Answer accepted, long version) {
        URI location = gateway.address().resolve(accepted.field("Location"));
        long start = System.nanoTime();
        Answer outcome =
                await(() -> Answer.get(location), answer -> answer.body().contains("\"applied\""));
        StepFailed.unless(
                outcome.body().contains("\"applied\"")
                        && outcome.body().replace(" ", "").contains("\"version\":" + version),
                "expected applied as version " + version + ", saw " + outcome.status() + " " + outcome.body());
        step(
                "applied as version " + version,
                Duration.ofNanos(System.nanoTime() - start).toMillis(),
                "");
    }

    /** Looks into Postgres itself: one record of this write, one row of this resource, at version 2. */
    private void appliedOnce(Answer accepted) {
        String location = URI.create(accepted.field("Location")).getPath();
        UUID writeId = UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
        try (Connection postgres = DriverManager.getConnection(stack.jdbcUrl());
                PreparedStatement query =
                        postgres.prepareStatement("select (select count(*) from tideline.writes where write_id = ?),"
                                + " (select count(*) from tideline.writes where collection = ? and id = ?),"
                                + " (select version from tideline.resources where collection = ? and id = ?)")) {
            query.setObject(1, writeId);
            query.setString(2, lamp.collection());
            query.setString(3, lamp.id());
            query.setString(4, lamp.collection());
            query.setString(5, lamp.id());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                String seen = row.getLong(1) + " record of the write, " + row.getLong(2) + " writes in all, version "
                        + row.getLong(3);
                StepFailed.unless(
                        seen.equals("1 record of the write, 2 writes in all, version 2"), "Postgres has " + seen);
                step("applied once in Postgres", 0, seen);
            }
        } catch (SQLException unreadable) {
            throw new StepFailed("Postgres: " + unreadable.getMessage());
        }
    }

    private static Answer await(Supplier<Answer> ask, Predicate<Answer> enough) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Answer answer = ask.get();
        while (!enough.test(answer) && System.nanoTime() < deadline) {
            pause();
            answer = ask.get();
        }
        return answer;
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StepFailed("interrupted");
        }
    }

    private static Answer read(Gateway gateway, ResourceKey resource) {
        return Answer.get(at(gateway, "/api/" + resource));
    }

    private static URI at(Gateway gateway, String path) {
        return gateway.address().resolve(path);
    }

    private void chapter(String title) {
        out.println("\n" + title);
    }

    private void tell(Gateway gateway, ResourceKey resource, Answer answer) {
        step(
                "GET /api/" + resource + " at " + gateway.instance(),
                answer.millis(),
                answer.cacheStatus() + ", version " + answer.version());
    }

    private void step(String what, long millis, String detail) {
        out.printf("  ✔ %-44s %5d ms  %s%n", what, millis, detail);
    }
}
