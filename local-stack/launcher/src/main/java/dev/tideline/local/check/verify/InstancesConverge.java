package dev.tideline.local.check.verify;

import dev.tideline.events.ResourceKey;
import dev.tideline.local.check.history.Fact.Committed;
import dev.tideline.local.check.history.Fact.Read;
import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** When all faults are over and all is quiet, each instance shows the last version: judged by its last answer for each resource. */
final class InstancesConverge implements Rule {

    private record Place(String instance, ResourceKey key) {}

    @Override
    public String promise() {
        return "once all is quiet, every instance shows the last version";
    }

    @Override
    public Judgement judge(History history) {
        Judgement.Tally tally = new Judgement.Tally();
        Versions versions = new Versions(history);
        Evidence evidence = new Evidence(history, versions);
        Map<Place, Read> last = new HashMap<>();
        for (Read read : history.all(Read.class)) {
            if (read.worker().equals(LAST_READER) && read.target() instanceof Target.Item(ResourceKey key)) {
                last.put(new Place(read.instance(), key), read);
            }
        }
        last.forEach((place, read) -> {
            tally.judged();
            OptionalLong seen = versions.seenBy(read);
            Optional<Committed> newest = versions.newest(place.key());
            long expected = newest.map(Committed::version).orElse(0L);
            if (seen.isEmpty() || seen.getAsLong() < expected) {
                tally.broken(
                        place.instance() + " still showed "
                                + (seen.isEmpty() ? "no" : "version " + seen.getAsLong() + " as the") + " answer for "
                                + place.key() + " when all was quiet; the last version is " + expected,
                        read,
                        Evidence.joined(evidence.of(place.key(), expected), evidence.of(read)));
            }
        });
        return tally.judgement();
    }
}
