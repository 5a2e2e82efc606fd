package dev.tideline.local.check.verify;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.ResourceKey;
import dev.tideline.events.Scope;
import dev.tideline.events.WritePosition;
import dev.tideline.local.check.history.Acceptance;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Answer.Served;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.Span;
import dev.tideline.local.check.history.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A history written by hand. Times are milliseconds; a read takes one, a write takes one. */
final class Story {

    static final ResourceKey P1 = new ResourceKey("products", "p1");
    static final Target ITEM = new Target.Item(P1);
    static final Target LIST = new Target.Listing("products");
    static final long NO_FILL = 0;

    private final List<Fact> facts = new ArrayList<>();

    static UUID id(String mark) {
        return UUID.nameUUIDFromBytes(mark.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    static Served served(long boundMs, long fill) {
        return new Served("HIT", boundMs, fill);
    }

    Story with(Fact fact) {
        facts.add(fact);
        return this;
    }

    /** A write, its commit as this version and its outcome, in partition 3 at the offset of the version. */
    Story written(String worker, String mark, long version, long at) {
        return accepted(worker, mark, at).committed(mark, version, at + 2).settled(mark, version, version, at + 2);
    }

    Story accepted(String worker, String mark, long at) {
        return with(new Fact.Write(
                worker,
                "eu-1",
                P1,
                Optional.of(mark),
                new Span(ms(at), ms(at + 1)),
                new Acceptance.Accepted(id(mark))));
    }

    Story committed(String mark, long version, long at) {
        return with(new Fact.Committed(P1, version, false, id(mark), new WritePosition(3, version), ms(at), ms(at)));
    }

    Story deleted(String mark, long version, long at) {
        return with(new Fact.Committed(P1, version, true, id(mark), new WritePosition(3, version), ms(at), ms(at)));
    }

    Story settled(String mark, long version, long offset, long at) {
        return with(new Fact.Settled(id(mark), P1, version, new WritePosition(3, offset), ms(at)));
    }

    Story purged(long offset, Scope scope, long at) {
        return purged(offset, scope, PurgeIssued.Mode.HARD, Set.of(), at);
    }

    Story purged(long offset, Scope scope, PurgeIssued.Mode mode, Set<String> regions, long at) {
        PurgeIssued purge = new PurgeIssued(
                id("purge" + offset), List.of(scope), mode, regions, PurgeIssued.Cause.OPERATOR, Instant.EPOCH, null);
        return with(new Fact.PurgeLogged(offset, purge, ms(at)));
    }

    Story applied(String instance, long offset, long at) {
        return with(new Fact.Receipt(instance, offset, ms(at)));
    }

    Story filled(long fill, Target target, long begin, long end) {
        return with(new Fact.Fill(fill, target.path(), new Span(ms(begin), ms(end)), false));
    }

    Story read(String instance, long version, long at) {
        return read("r1", false, instance, ITEM, new Answer.Document(version, "m" + version, served(-1, NO_FILL)), at);
    }

    Story read(String worker, boolean session, String instance, Target target, Answer answer, long at) {
        return with(new Fact.Read(worker, session, instance, target, new Span(ms(at), ms(at + 1)), answer));
    }

    History history() {
        return new History(Map.of("eu-1", "eu", "eu-2", "eu", "us-1", "us"), facts);
    }
}
