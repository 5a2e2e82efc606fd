package dev.tideline.gateway.http;

import dev.tideline.events.Heartbeat;
import dev.tideline.events.Heartbeat.Watermark;
import dev.tideline.events.PurgeIssued;
import dev.tideline.events.PurgeLogRecord;
import dev.tideline.events.Scope;
import dev.tideline.gateway.purge.PurgeLog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.annotation.Bean;

/** The purge log of a {@link TestingGateway}, with the test as its only writer. */
final class TestingLog {

    /** To be imported into the gateway. */
    static class Beans {
        @Bean
        PurgeLog purgeLog() {
            PurgeLog log = new PurgeLog("eu", 1000);
            log.open("log", 0);
            return log;
        }
    }

    private final PurgeLog log;
    private final String writes;
    private long offset;

    TestingLog(TestingGateway gateway) {
        this(gateway.bean(PurgeLog.class), "writes");
    }

    /** @param writes identity of the topic of writes that its heartbeats are about */
    TestingLog(PurgeLog log, String writes) {
        this.log = log;
        this.writes = writes;
    }

    /** A hard purge. */
    PurgeIssued purge(Scope scope) {
        return purge(PurgeIssued.Mode.HARD, scope);
    }

    PurgeIssued purge(PurgeIssued.Mode mode, Scope scope) {
        PurgeIssued purge = new PurgeIssued(
                UUID.randomUUID(), List.of(scope), mode, Set.of(), PurgeIssued.Cause.OPERATOR, Instant.now(), null);
        apply(purge);
        return purge;
    }

    /** A heartbeat about the one partition there is. */
    void beat(long nextOffset, Instant asOf) {
        apply(new Heartbeat(Instant.now(), writes, 1, Map.of(0, new Watermark(nextOffset, asOf))));
    }

    private void apply(PurgeLogRecord entry) {
        log.apply(offset++, entry);
    }
}
