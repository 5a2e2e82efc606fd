package dev.tideline.local.check.verify;

import dev.tideline.events.ResourceKey;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Fact.Committed;
import dev.tideline.local.check.history.Fact.Read;
import dev.tideline.local.check.history.Fact.Write;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The content of a version is that of the write that made it: never another's, and never the same twice. */
final class DocumentsAreWhatWasWritten implements Rule {

    private record Place(ResourceKey key, long version) {}

    @Override
    public String promise() {
        return "a document is what the write of its version put there";
    }

    @Override
    public Judgement judge(History history) {
        Judgement.Tally tally = new Judgement.Tally();
        Versions versions = new Versions(history);
        Evidence evidence = new Evidence(history, versions);
        Map<String, Read> firstByMark = new HashMap<>();
        for (Read read : history.all(Read.class)) {
            if (!(read.target() instanceof Target.Item(ResourceKey key)
                    && read.answer() instanceof Answer.Document document)) {
                continue;
            }
            tally.judged();
            Optional<Committed> committed = versions.get(key, document.version());
            Optional<String> written = committed.flatMap(evidence::writeOf).flatMap(Write::mark);
            if (committed.isEmpty()) {
                tally.broken(key + " never had a version " + document.version(), read, evidence.of(read));
            } else if (written.isPresent() && !written.get().equals(document.mark())) {
                tally.broken(
                        key + " version " + document.version() + " was written as " + written.get() + " and read as "
                                + document.mark(),
                        read,
                        Evidence.joined(evidence.of(key, document.version()), evidence.of(read)));
            }
            Read first = firstByMark.putIfAbsent(document.mark(), read);
            if (first != null && !placeOf(first).equals(new Place(key, document.version()))) {
                tally.broken(document.mark() + " was applied as two versions", read, List.of(first));
            }
        }
        return tally.judgement();
    }

    private static Place placeOf(Read read) {
        if (read.target() instanceof Target.Item(ResourceKey key)
                && read.answer() instanceof Answer.Document document) {
            return new Place(key, document.version());
        }
        throw new IllegalArgumentException("not a read of a document: " + read);
    }
}
