package dev.tideline.local.check.verify;

import dev.tideline.events.ResourceKey;
import dev.tideline.local.check.history.Fact.Read;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The versions of one resource that one session sees, wherever it reads, never go back. */
final class SessionsNeverGoBack implements Rule {

    private record Strand(String worker, ResourceKey key) {}

    private record Newest(long version, Read read) {}

    @Override
    public String promise() {
        return "versions seen in one session never go back";
    }

    @Override
    public Judgement judge(History history) {
        Judgement.Tally tally = new Judgement.Tally();
        Versions versions = new Versions(history);
        Evidence evidence = new Evidence(history, versions);
        Map<Strand, Newest> newest = new HashMap<>();
        for (Read read : history.all(Read.class)) {
            OptionalLong seen = versions.seenBy(read);
            if (!read.session()
                    || seen.isEmpty()
                    || evidence.isPassedOn(read)
                    || !(read.target() instanceof Target.Item(ResourceKey key))) {
                continue;
            }
            long version = seen.getAsLong();
            Newest before = newest.get(new Strand(read.worker(), key));
            if (before != null) {
                tally.judged();
                if (version < before.version()) {
                    tally.broken(
                            "session " + read.worker() + " saw version " + before.version() + " of " + key + " at "
                                    + before.read().instance() + " and then version " + version + " at "
                                    + read.instance(),
                            read,
                            Evidence.joined(
                                    evidence.of(key, before.version()), evidence.of(before.read()), evidence.of(read)));
                }
            }
            if (before == null || version >= before.version()) {
                newest.put(new Strand(read.worker(), key), new Newest(version, read));
            }
        }
        return tally.judgement();
    }
}
