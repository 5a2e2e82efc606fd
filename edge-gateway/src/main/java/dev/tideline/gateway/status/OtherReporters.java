package dev.tideline.gateway.status;

import dev.tideline.gateway.purge.FollowerListener;
import dev.tideline.gateway.purge.OtherLog;
import dev.tideline.gateway.purge.OtherLogListeners;
import dev.tideline.gateway.purge.PurgeLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** Reports to each other home whose purge log is followed, on that home's Kafka. */
final class OtherReporters implements OtherLogListeners, AutoCloseable {

    private final BiFunction<String, PurgeLog, StatusReporter> make;
    private final List<StatusReporter> reporters = new CopyOnWriteArrayList<>();

    /** @param make a reporter to a home, not yet started */
    OtherReporters(BiFunction<String, PurgeLog, StatusReporter> make) {
        this.make = make;
    }

    @Override
    public FollowerListener of(String home, OtherLog log) {
        StatusReporter reporter = make.apply(home, log.log());
        reporters.add(reporter);
        reporter.start();
        return reporter;
    }

    @Override
    public void close() {
        reporters.forEach(StatusReporter::close);
    }
}
