package dev.tideline.local.check.verify;

import dev.tideline.events.ResourceKey;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Fact.Read;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.Target;
import java.util.HashMap;
import java.util.Map;

/**
 * The versions of one resource that one session sees, by itself or in a list, wherever it reads, never go back. A
 * resource that a list does not show is not judged by it.
 */
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
            if (read.session()) {
                seen(read, versions).forEach((key, version) -> {
                    Newest now = new Newest(version, read);
                    Newest before = newest.get(new Strand(read.worker(), key));
                    if (before != null) {
                        judge(key, before, now, evidence, tally);
                    }
                    if (before == null || version >= before.version()) {
                        newest.put(new Strand(read.worker(), key), now);
                    }
                });
            }
        }
        return tally.judgement();
    }

    private static Map<ResourceKey, Long> seen(Read read, Versions versions) {
        Map<ResourceKey, Long> seen = new HashMap<>();
        switch (read.target()) {
            case Target.Item(ResourceKey key) -> versions.seenBy(read).ifPresent(version -> seen.put(key, version));
            case Target.Listing(String collection) -> {
                if (read.answer() instanceof Answer.Listed listed) {
                    listed.versions().forEach((id, version) -> seen.put(new ResourceKey(collection, id), version));
                }
            }
        }
        return seen;
    }

    private static void judge(ResourceKey key, Newest before, Newest now, Evidence evidence, Judgement.Tally tally) {
        tally.judged();
        if (now.version() < before.version()) {
            tally.broken(
                    "session " + now.read().worker() + " saw version " + before.version() + " of " + key + " at "
                            + before.read().instance() + " and then version " + now.version() + " at "
                            + now.read().instance(),
                    now.read(),
                    Evidence.joined(
                            evidence.of(key, before.version()), evidence.of(before.read()), evidence.of(now.read())));
        }
    }
}
