package dev.tideline.writer.watch;

import dev.tideline.events.SubjectErased;
import java.time.Duration;
import java.util.List;

record AllListeners(List<WriteListener> listeners) implements WriteListener {

    @Override
    public void aboutToCommit(int partition) {
        listeners.forEach(listener -> listener.aboutToCommit(partition));
    }

    @Override
    public void committed(int partition, BatchCounts counts, Duration took) {
        listeners.forEach(listener -> listener.committed(partition, counts, took));
    }

    @Override
    public void announced(int partition, int changes) {
        listeners.forEach(listener -> listener.announced(partition, changes));
    }

    @Override
    public void erased(SubjectErased erased) {
        listeners.forEach(listener -> listener.erased(erased));
    }

    @Override
    public void offsetCommitted(int partition, long nextOffset) {
        listeners.forEach(listener -> listener.offsetCommitted(partition, nextOffset));
    }

    @Override
    public void recordFailed(int partition, long offset, String cause, int tries) {
        listeners.forEach(listener -> listener.recordFailed(partition, offset, cause, tries));
    }

    @Override
    public void parkedNow(int partition, long writes, boolean held) {
        listeners.forEach(listener -> listener.parkedNow(partition, writes, held));
    }

    @Override
    public void deadLettered(int partition, long offset, String cause) {
        listeners.forEach(listener -> listener.deadLettered(partition, offset, cause));
    }

    @Override
    public void storeReachable(boolean reachable) {
        listeners.forEach(listener -> listener.storeReachable(reachable));
    }

    @Override
    public void waiting(String what, String why) {
        listeners.forEach(listener -> listener.waiting(what, why));
    }

    @Override
    public void halted(int partition, String why) {
        listeners.forEach(listener -> listener.halted(partition, why));
    }
}
