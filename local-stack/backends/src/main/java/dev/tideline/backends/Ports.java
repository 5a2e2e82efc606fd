package dev.tideline.backends;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback TCP ports: which are free, and who holds one that is not. */
public final class Ports {
    /** Below the range from which Linux and macOS pick outgoing ports, so that a free one is likely to stay free. */
    private static final int FIRST = 20_000;

    private static final int COUNT = 10_000;
    private static final int TRIES = 200;

    /** A port that is planned for a server that does not listen yet must not be given to another. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** A port from 20000 to 29999 that was free a moment ago; none twice in one process. */
    public static int free() {
        return freeWith(0);
    }

    /** As {@link #free()}, and so is the port that is higher by {@code offset}, from 0 to 2000. */
    public static int freeWith(int offset) {
        for (int i = 0; i < TRIES; i++) {
            int port = FIRST + ThreadLocalRandom.current().nextInt(COUNT);
            if (take(port) && (offset == 0 || take(port + offset))) {
                return port;
            }
        }
        throw new BackendException("no free port found between " + FIRST + " and " + (FIRST + COUNT - 1));
    }

    private static boolean take(int port) {
        return isFree(port) && GIVEN.add(port);
    }

    /** Whether a server could listen on this port of the loopback address now. */
    public static boolean isFree(int port) {
        // The wildcard address too: a server that listens on all addresses holds the port without holding loopback.
        return canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                && canBind(new InetSocketAddress(port));
    }

    private static boolean canBind(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // a connection in TIME_WAIT is no obstacle to a server
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Does nothing when the port is free.
     *
     * @param remedy what the reader can do about it, such as "set --postgres-port to another one"
     * @throws BackendException "port 7193 is taken by redis-server (pid 4711); set ..."
     */
    public static void requireFree(int port, String remedy) {
        if (!isFree(port)) {
            throw new BackendException("port " + port + " is taken by "
                    + PortHolder.of(port).map(PortHolder::toString).orElse("another program") + "; " + remedy);
        }
    }
}
