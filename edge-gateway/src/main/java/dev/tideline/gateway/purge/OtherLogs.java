package dev.tideline.gateway.purge;

import java.util.Map;
import java.util.TreeMap;

/**
 * The purge logs of other homes, where homes have a Kafka each.
 *
 * @param byHome in the order of their names; empty where nothing of another home is kept, or all homes share one log
 */
public record OtherLogs(Map<String, OtherLog> byHome) {

    public static final OtherLogs NONE = new OtherLogs(Map.of());

    public OtherLogs {
        byHome = new TreeMap<>(byHome);
    }
}
