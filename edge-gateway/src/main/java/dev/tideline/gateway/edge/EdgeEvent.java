package dev.tideline.gateway.edge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One answer. In JSON its fields are in snake case, and those that are null are left out.
 *
 * @param at when its head was ready
 * @param colo the point of presence that answered
 * @param status of the answer
 * @param cacheStatus as {@code X-Cache-Status} says
 * @param dataVersion of the resource, where the origin names one
 * @param stalenessMs the bound that the answer carries, where it carries one
 * @param originLatencyMs since the origin was asked for this answer, by whichever request did; null for an answer out of the
 *     cache
 * @param totalLatencyMs from the request's arrival in the gateway to the head of its answer
 */
public record EdgeEvent(
        Instant at,
        String region,
        String colo,
        int status,
        String cacheStatus,
        @Nullable Long dataVersion,
        @Nullable Long stalenessMs,
        @Nullable Long originLatencyMs,
        long totalLatencyMs) {}
