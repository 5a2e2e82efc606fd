package dev.tideline.local.check.verify;

import dev.tideline.events.ResourceKey;
import dev.tideline.local.check.history.Acceptance;
import dev.tideline.local.check.history.Answer;
import dev.tideline.local.check.history.Fact;
import dev.tideline.local.check.history.Fact.Committed;
import dev.tideline.local.check.history.Fact.Fill;
import dev.tideline.local.check.history.Fact.Read;
import dev.tideline.local.check.history.Fact.Write;
import dev.tideline.local.check.history.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds what belongs to a fact: the origin's answer that a read was made from, and the write behind a version. */
final class Evidence {

    private final Map<Long, Fill> fills = new HashMap<>();
    private final Map<UUID, Write> writes = new HashMap<>();
    private final Versions versions;

    Evidence(History history, Versions versions) {
        this.versions = versions;
        history.all(Fill.class).forEach(fill -> fills.put(fill.id(), fill));
        for (Write write : history.all(Write.class)) {
            if (write.acceptance() instanceof Acceptance.Accepted(UUID writeId)) {
                writes.putIfAbsent(writeId, write);
            }
        }
    }

    Optional<Fill> fillOf(Read read) {
        return read.answer() instanceof Answer.Data data
                ? Optional.ofNullable(fills.get(data.served().fill()))
                : Optional.empty();
    }

    Optional<Write> writeOf(Committed committed) {
        return Optional.ofNullable(writes.get(committed.writeId()));
    }

    Optional<Write> write(UUID writeId) {
        return Optional.ofNullable(writes.get(writeId));
    }

    /** A read with the fill it was made from. */
    List<Fact> of(Read read) {
        List<Fact> facts = new ArrayList<>();
        fillOf(read).ifPresent(facts::add);
        facts.add(read);
        return facts;
    }

    /** A version with the write that made it. */
    List<Fact> of(ResourceKey key, long version) {
        List<Fact> facts = new ArrayList<>();
        versions.get(key, version).ifPresent(committed -> {
            writeOf(committed).ifPresent(facts::add);
            facts.add(committed);
        });
        return facts;
    }

    @SafeVarargs
    static List<Fact> joined(List<? extends Fact>... parts) {
        List<Fact> all = new ArrayList<>();
        for (List<? extends Fact> part : parts) {
            all.addAll(part);
        }
        return all;
    }
}
