package dev.tideline.local.bench;

import dev.tideline.backends.Ports;
import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackException;
import dev.tideline.local.stack.StackProcesses;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Caches beside each other on this machine: the gateway of a whole running stack, with purge log, heartbeats and second
 * tier, and peers that are nothing but a cache. Closing it stops all of them.
 */
final class Contest implements AutoCloseable {

    static final String TIDELINE = "Tideline";

    private static final int TRIES = 300;

    private final Path directory;
    private final Addresses addresses;
    private final LocalStack stack;
    private final Map<String, URI> contenders = new LinkedHashMap<>();
    private final Map<String, String> absent = new LinkedHashMap<>();
    private final Map<String, Process> processes = new ConcurrentHashMap<>();

    private final AtomicBoolean stopped = new AtomicBoolean();

    private Contest(Path directory, Addresses addresses, LocalStack stack) {
        this.directory = directory;
        this.addresses = addresses;
        this.stack = stack;
        contenders.put(TIDELINE, gateway());
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAll));
    }

    /** Starts the stack. */
    static Contest open(BenchPlace place) {
        return open(place, Map.of());
    }

    /**
     * Starts the stack.
     *
     * @param gatewaySettings of each gateway, by key
     */
    static Contest open(BenchPlace place, Map<String, String> gatewaySettings) {
        return open(place, settings(place).withGatewaySettings(gatewaySettings));
    }

    /** Of a stack of its own that compiles as in production; what an earlier one left in its place is gone. */
    static StackSettings settings(BenchPlace place) {
        Path directory = place.directory();
        new Workspace(directory).reset();
        return StackSettings.of(place.root(), directory, Addresses.free())
                .withPlacement(placement(directory))
                .compiledInFull();
    }

    /** Starts the stack of these settings. */
    static Contest open(BenchPlace place, StackSettings settings) {
        place.say().accept("starting a stack in " + settings.directory());
        LocalStack stack = LocalStack.start(settings, Progress.SILENT);
        return new Contest(settings.directory(), settings.addresses(), stack);
    }

    /** The gateway that is measured. */
    URI gateway() {
        return addresses.http(Part.GATEWAY_EU_1);
    }

    Addresses addresses() {
        return addresses;
    }

    LocalStack stack() {
        return stack;
    }

    Path directory() {
        return directory;
    }

    /** Addresses by title, Tideline's first. */
    Map<String, URI> contenders() {
        return contenders;
    }

    /** Why a peer is not among them, by title. */
    Map<String, String> absent() {
        return absent;
    }

    /** Of one of the contenders. */
    ProcessHandle process(String contender) {
        return contender.equals(TIDELINE)
                ? new StackProcesses(new Workspace(directory))
                        .of(Part.GATEWAY_EU_1)
                        .getFirst()
                : Objects.requireNonNull(processes.get(contender)).toHandle();
    }

    /**
     * A load on one of the contenders, and what it took of the processors meanwhile with all its processes.
     *
     * @throws StackException that names it, when the load saw faults
     */
    Wrk.Run measured(String contender, Supplier<Wrk.Run> load) {
        ProcessHandle asked = process(contender);
        Duration before = processorTime(asked);
        try {
            Wrk.Run run = load.get();
            return run.spending(processorTime(asked).minus(before));
        } catch (StackException faults) {
            throw new StackException(contender + ": " + faults.getMessage());
        }
    }

    private static Duration processorTime(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .flatMap(one -> one.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Makes a peer. */
    interface Maker {
        Peer make(Path folder, int port);
    }

    /**
     * Starts a peer, or notes why that was not possible.
     *
     * @param target that it must answer, which shows that it is up
     */
    void join(Maker maker, String target) {
        int port = Ports.free();
        Path folder = directory.resolve("peers").resolve(Integer.toString(port));
        Peer peer = maker.make(folder, port);
        if (peer.program().isEmpty()) {
            absent.put(peer.title(), "it is not installed or not built");
            return;
        }
        Process process = peer.start(folder);
        processes.put(peer.title(), process);
        URI address = URI.create("http://" + Addresses.HOST + ":" + port);
        if (answers(process, address.resolve(target))) {
            contenders.put(peer.title(), address);
        } else {
            absent.put(peer.title(), "it did not answer; see " + folder);
        }
    }

    private static boolean answers(Process process, URI url) {
        for (int i = 0; i < TRIES && process.isAlive(); i++) {
            try {
                Calls.get(url);
                return true;
            } catch (UncheckedIOException notYet) {
                pause();
            }
        }
        return false;
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted");
        }
    }

    private static Path placement(Path directory) {
        Path file = directory.resolve("placement.yaml");
        try (InputStream packaged = Contest.class.getResourceAsStream("placement.yaml")) {
            if (packaged == null) {
                throw new IllegalStateException("the benchmark's placement is not packaged");
            }
            Files.createDirectories(directory);
            Files.copy(packaged, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Once: at the end, or when the program is told to stop before. */
    private void stopAll() {
        if (!stopped.getAndSet(true)) {
            processes.values().forEach(Process::destroy);
            stack.close();
        }
    }

    @Override
    public void close() {
        stopAll();
    }
}
