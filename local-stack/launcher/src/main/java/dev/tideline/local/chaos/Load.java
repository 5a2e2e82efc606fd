package dev.tideline.local.chaos;

import dev.tideline.local.chaos.Outcome.Measured;
import dev.tideline.local.stack.Meters;
import dev.tideline.local.stack.Meters.Reading;
import dev.tideline.local.stack.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the gateways count from its making on. */
final class Load {

    private static final String CORRUPT = "tideline_cache_corrupt_total";
    private static final String FETCHES = "tideline_origin_latency_seconds_count";

    private final Meters meters;
    private final Map<Part, Reading> before;
    private volatile long mostAtOnce;
    private volatile long limit;
    private volatile String last = "";

    Load(Meters meters) {
        this.meters = meters;
        this.before = readings();
    }

    private Map<Part, Reading> readings() {
        return Part.gateways().stream().collect(Collectors.toMap(Function.identity(), meters::read));
    }

    /** Looks how much the origin is asked at this moment. For one thread. */
    void look() {
        List<String> looked = new ArrayList<>();
        for (Part gateway : Part.gateways()) {
            Reading now = meters.read(gateway);
            long allowed = now.sum("tideline_origin_limit");
            long asking = now.sum("tideline_origin_requests");
            limit = Math.max(limit, allowed);
            mostAtOnce = Math.max(mostAtOnce, asking);
            looked.add(asking + " of " + allowed);
        }
        last = "   at the origin: " + String.join(", ", looked);
    }

    /** What each gateway asked of the origin, and was allowed to ask at a time, when last looked at; else empty. */
    String last() {
        return last;
    }

    /** Forgets the looks: what a gateway was allowed in quiet times says nothing of the refill. */
    void forgetLooks() {
        mostAtOnce = 0;
        limit = 0;
    }

    /** @param bound the largest that an answer gave, in milliseconds */
    Measured measured(long bound) {
        Map<Part, Reading> after = readings();
        return new Measured(counted(after, CORRUPT), counted(after, FETCHES), mostAtOnce, limit, bound);
    }

    /** One that was restarted began to count again. */
    private long counted(Map<Part, Reading> after, String metric) {
        long all = 0;
        for (Map.Entry<Part, Reading> gateway : after.entrySet()) {
            long now = gateway.getValue().sum(metric);
            Reading earlier = before.get(gateway.getKey());
            long then = earlier == null ? 0 : earlier.sum(metric);
            all += now >= then ? now - then : now;
        }
        return all;
    }
}
