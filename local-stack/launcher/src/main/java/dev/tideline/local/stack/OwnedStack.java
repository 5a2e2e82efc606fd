package dev.tideline.local.stack;

import dev.tideline.backends.BackendException;
import dev.tideline.backends.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A stack whose backends live in this JVM and whose services are its children. */
public final class OwnedStack implements LocalStack {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final StackSettings settings;
    private final Workspace workspace;
    private final Workspace.Lock lock;
    private final Progress progress;
    private final Backends backends;
    private final DevelopmentTokens tokens;
    private final String masterKey;
    private final Map<Part, ServiceProcess> services = new ConcurrentHashMap<>();
    private final Map<String, StartCache> caches = new ConcurrentHashMap<>();
    /** Read by whoever starts a part, written by whoever closes the stack: nothing is started behind its back. */
    private final ReadWriteLock starts = new ReentrantReadWriteLock();

    private @Nullable ControlServer control;
    private volatile boolean givenUp;
    private volatile boolean abandoned;
    private boolean closed;

    private OwnedStack(StackSettings settings, Workspace workspace, Workspace.Lock lock, Progress progress) {
        this.settings = settings;
        this.workspace = workspace;
        this.lock = lock;
        this.progress = progress;
        this.backends = new Backends(workspace, settings.addresses());
        this.tokens = DevelopmentTokens.open(settings.directory());
        this.masterKey = DevelopmentMasterKey.open(settings.given().masterKey());
    }

    /**
     * Takes the directory, cleans up after an owner that was killed, and sees that nothing stands in the way.
     *
     * @throws StackException when something does
     */
    public static OwnedStack open(StackSettings settings, Progress progress) {
        settings.requireJars();
        Workspace workspace = new Workspace(settings.directory());
        Workspace.Lock lock = workspace.tryLock().orElseThrow(() -> alreadyUp(workspace));
        OwnedStack stack = new OwnedStack(settings, workspace, lock, progress);
        LoggerFactory.getILoggerFactory(); // from one thread: several would meet it half made, and it says so aloud
        try {
            workspace.signOwner();
            List<String> stopped = workspace.stopLeftovers();
            if (!stopped.isEmpty()) {
                progress.recovered(stopped);
            }
            stack.requireFreePorts();
            return stack;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static StackException alreadyUp(Workspace workspace) {
        String pid = StackState.ownerOf(workspace)
                .map(owner -> " (pid " + owner.pid() + ")")
                .orElse("");
        return new StackException("a stack runs already in " + workspace.directory() + pid
                + "; ./tideline status shows it, ./tideline down stops it");
    }

    private void requireFreePorts() {
        try {
            for (Part part : settings.parts()) {
                Ports.requireFree(settings.addresses().port(part), remedy(part));
                if (part.isService()) {
                    Ports.requireFree(settings.addresses().managementPort(part), remedy(part));
                }
            }
        } catch (BackendException e) {
            throw new StackException(e.getMessage());
        }
    }

    private static String remedy(Part part) {
        return "stop that, or choose another port for " + part.title() + " with --port " + part.title() + "=<port>";
    }

    /** Starts all parts, and stops everything again if one does not come up: the backends together, then the services. */
    public void startAll() {
        start(settings.parts());
        control = ControlServer.start(this);
        StackState.of(this, control).write(workspace);
    }

    /** Starts some parts, and stops everything if one of them does not come up. */
    public void start(Set<Part> parts) {
        try {
            Parallel.forEach(only(parts, Part.backends()), this::start, this::giveUp);
            Parallel.forEach(only(parts, Part.services()), this::start, this::giveUp);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void giveUp() {
        givenUp = true;
    }

    private static Set<Part> only(Set<Part> parts, Set<Part> kind) {
        EnumSet<Part> some = EnumSet.copyOf(kind);
        some.retainAll(parts);
        return some;
    }

    Workspace workspace() {
        return workspace;
    }

    @Override
    public Addresses addresses() {
        return settings.addresses();
    }

    Set<Part> parts() {
        return settings.parts();
    }

    boolean isRunning(Part part) {
        ServiceProcess service = services.get(part);
        return part.isService() ? service != null && service.isAlive() : backends.isRunning(part);
    }

    @Override
    public void start(Part part) {
        starts.readLock().lock();
        try {
            if (givenUp) {
                throw new StackException("the stack is stopping");
            }
            if (!settings.parts().contains(part)) {
                throw new StackException("this stack has no " + part.title());
            }
            if (!isRunning(part)) {
                progress.starting(part);
                long begin = System.nanoTime();
                startStopped(part);
                progress.ready(part, Duration.ofNanos(System.nanoTime() - begin));
            }
        } catch (BackendException e) {
            throw new StackException(e.getMessage());
        } finally {
            starts.readLock().unlock();
        }
    }

    private void startStopped(Part part) {
        switch (part.role()) {
            case Part.Role.Backend() -> backends.start(part);
            case Part.Role.Service _, Part.Role.Gateway _ -> startService(part);
        }
    }

    private void startService(Part part) {
        StartCache cache = caches.computeIfAbsent(part.module(), _ -> settings.cache(part));
        ServiceCommand.Launch launch =
                switch (settings.jvm().startup()) {
                    case CACHED -> cache.cached();
                    case RECORDING -> cache.recorded(settings.jvm().program());
                };
        Path log = workspace.freshLog(part);
        ServiceCommand command = ServiceCommand.of(part, settings, launch, tokens, masterKey);
        ServiceProcess service =
                ServiceProcess.start(part, command, settings.jvm().program(), log);
        services.put(part, service);
        if (!Readiness.await(settings.addresses().readiness(part), START_LIMIT, () -> service.isAlive() && !givenUp)) {
            throw notReady(service, log);
        }
        service.onDeath(() -> progress.died(service.death()));
    }

    private static StackException notReady(ServiceProcess service, Path log) {
        if (!service.isAlive()) {
            return service.death();
        }
        return new StackException(
                service.part().title() + " is not ready after " + START_LIMIT.toSeconds() + " s; its log is " + log,
                LogTail.last(log, 12));
    }

    @Override
    public void stop(Part part) {
        switch (part.role()) {
            case Part.Role.Backend() -> backends.stop(part);
            case Part.Role.Service _, Part.Role.Gateway _ -> {
                ServiceProcess service = services.remove(part);
                if (service != null) {
                    service.stop(grace());
                }
            }
        }
    }

    @Override
    public void kill(Part part) {
        ServiceProcess service = services.remove(part);
        if (service != null) {
            service.kill();
        } else {
            stop(part);
        }
    }

    private Duration grace() {
        return abandoned
                ? Duration.ZERO
                : switch (settings.jvm().startup()) {
                    case CACHED -> ServiceProcess.GRACE;
                    case RECORDING -> ServiceProcess.RECORDING_GRACE;
                };
    }

    /** The caches its services recorded, once they have ended. */
    void keepCaches() {
        caches.values().forEach(StartCache::keep);
    }

    /** Like {@link #close}, but kills the services: nobody wants what they would still write. Also cuts a close short. */
    void abandon() {
        abandoned = true;
        giveUp();
        ServiceProcess.all(workspace.directory()).forEach(ProcessHandle::destroyForcibly);
        close();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            giveUp();
            starts.writeLock().lock(); // what is being started comes up first, or is seen to be dead
            stopAll();
        }
    }

    private void stopAll() {
        progress.stopping();
        if (control != null) {
            control.close();
        }
        EnumSet<Part> homeCell = EnumSet.copyOf(Part.services());
        homeCell.removeAll(Part.gateways());
        Parallel.forEach(Part.gateways(), this::stopLoudly, () -> {});
        Parallel.forEach(homeCell, this::stopLoudly, () -> {});
        Parallel.forEach(Part.backends(), this::stopLoudly, () -> {});
        StackState.delete(workspace);
        lock.close();
    }

    private void stopLoudly(Part part) {
        if (services.containsKey(part) || backends.isRunning(part)) {
            stop(part);
            progress.stopped(part);
        }
    }
}
