package dev.tideline.gateway.http;

import dev.tideline.gateway.edge.EdgeEvent;
import dev.tideline.gateway.edge.EdgeEvents;
import dev.tideline.gateway.http.Reply.Result;
import dev.tideline.gateway.http.Reply.Told;
import dev.tideline.gateway.purge.Staleness;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ServerWebExchange;

/** Tells {@link EdgeEvents} of an answer whose head is ready. */
final class EdgeTold {

    private final EdgeEvents events;
    private final String region;
    private final String colo;
    private final Clock clock;

    EdgeTold(EdgeEvents events, String region, String colo, Clock clock) {
        this.events = events;
        this.region = region;
        this.colo = colo;
        this.clock = clock;
    }

    void answered(ServerWebExchange exchange, Told told) {
        events.answered(() -> event(exchange, told));
    }

    /** A hit is answered on the event loop as soon as its request is there: its latency is less than a millisecond. */
    void answered(SealedHit hit, long boundMs) {
        events.answered(() -> new EdgeEvent(
                clock.instant(),
                region,
                colo,
                hit.status(),
                Result.HIT.text,
                number(hit.version()),
                hit.bounded() ? boundMs : null,
                null,
                0));
    }

    private EdgeEvent event(ServerWebExchange exchange, Told told) {
        Instant now = clock.instant();
        HttpHeaders headers = exchange.getResponse().getHeaders();
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        return new EdgeEvent(
                now,
                region,
                colo,
                status == null ? 200 : status.value(),
                told.result().text,
                number(headers.getFirst(Headers.VERSION)),
                number(headers.getFirst(Staleness.BOUND)),
                originLatency(told, now.toEpochMilli()),
                Arrival.millisSince(exchange));
    }

    private static @Nullable Long originLatency(Told told, long nowMs) {
        boolean asked = !told.isStored() && told.vouched().fetchedMs() >= 0;
        return asked ? Math.max(0, nowMs - told.vouched().fetchedMs()) : null;
    }

    /** An origin may write anything. */
    private static @Nullable Long number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
    }
}
