package dev.tideline.invalidation.fleet;

import dev.tideline.events.PurgeIssued;
import java.util.Map;

/**
 * One purge in the log.
 *
 * @param log the log's identity
 * @param lags milliseconds from commit or issue to application, by instance, as far as receipts have come
 */
public record RememberedPurge(PurgeIssued purge, String log, long offset, Map<String, Long> lags) {}
