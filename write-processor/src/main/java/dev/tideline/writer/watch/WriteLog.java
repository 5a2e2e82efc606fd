package dev.tideline.writer.watch;

import dev.tideline.events.SubjectErased;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lines for operators: what needs looking at, never a document's content. */
public final class WriteLog implements WriteListener {

    private static final Logger LOG = LoggerFactory.getLogger(WriteLog.class);

    @Override
    public void recordFailed(int partition, long offset, String cause, int tries) {
        LOG.warn("write {}:{} failed ({}), try {}", partition, offset, cause, tries);
    }

    @Override
    public void deadLettered(int partition, long offset, String cause) {
        LOG.error("write {}:{} is a dead letter now ({})", partition, offset, cause);
    }

    @Override
    public void erased(SubjectErased erased) {
        LOG.info(
                "erasure {}: {} documents removed, key {}",
                erased.erasureId(),
                erased.resources(),
                erased.keyDestroyed() ? "destroyed" : "never made");
    }

    @Override
    public void storeReachable(boolean reachable) {
        if (reachable) {
            LOG.info("Postgres answers again; writes go on");
        } else {
            LOG.warn("Postgres does not answer; writes wait in Kafka until it does");
        }
    }

    @Override
    public void waiting(String what, String why) {
        LOG.warn("waiting for {}: {}", what, why);
    }

    @Override
    public void halted(int partition, String why) {
        LOG.error("partition {} is halted: {}", partition, why);
    }
}
