package dev.tideline.gateway.edge;

import java.util.List;

/** Somewhere events are pushed to. */
interface EdgeEventSink extends AutoCloseable {

    /**
     * Sends lines of JSON; may block, on a thread that has nothing else to do. What cannot be sent is lost.
     *
     * @throws Exception if none of them was sent
     */
    void send(List<byte[]> lines) throws Exception;

    @Override
    void close();
}
