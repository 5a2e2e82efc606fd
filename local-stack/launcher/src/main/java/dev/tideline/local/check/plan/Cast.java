package dev.tideline.local.check.plan;

import dev.tideline.events.ResourceKey;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Who and what takes part.
 *
 * @param gateways region by instance
 * @param keys the resources; few, so that readers, writers and purges meet
 * @param sessions how many workers write, and read with their ticket
 * @param readers how many workers read without one
 * @param purgers how many operators purge
 */
public record Cast(Map<String, String> gateways, List<ResourceKey> keys, int sessions, int readers, int purgers) {

    /** In the checker's placement: kept for an hour, so nothing but purges makes an entry go. */
    public static final String COLLECTION = "checks";

    public Cast {
        gateways = Map.copyOf(gateways);
        keys = List.copyOf(keys);
        if (gateways.isEmpty() || keys.isEmpty()) {
            throw new IllegalArgumentException("a run needs a gateway and a resource");
        }
    }

    /** A small crowd that a laptop can run beside the whole stack. */
    public static Cast small(Map<String, String> gateways) {
        List<ResourceKey> keys = IntStream.range(0, 6)
                .mapToObj(i -> new ResourceKey(COLLECTION, "k" + i))
                .toList();
        return new Cast(gateways, keys, 4, 6, 1);
    }

    List<String> instances() {
        return gateways.keySet().stream().sorted().toList();
    }

    List<String> regions() {
        return gateways.values().stream().distinct().sorted().toList();
    }
}
