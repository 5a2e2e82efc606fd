package dev.tideline.local.check.run;

import dev.tideline.backends.Orphan;
import dev.tideline.local.check.plan.WriteFaults.Kind;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.OwnedStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** A local stack whose Kafka is a process too, so that everything on a write's way can be killed and paused. */
public final class WriteStack implements WriteTroubles, AutoCloseable {

    private final StackSettings settings;
    private final Workspace workspace;
    private final OwnedStack stack;
    private KafkaProcess kafka;

    private WriteStack(StackSettings settings, OwnedStack stack) {
        this.settings = settings;
        this.workspace = new Workspace(settings.directory());
        this.stack = stack;
        this.kafka = startKafka();
    }

    /** Starts everything and returns when all is ready; whatever was started is stopped if something is not. */
    public static WriteStack start(StackSettings settings) {
        OwnedStack owned = OwnedStack.open(settings, Progress.SILENT);
        WriteStack stack;
        try {
            stack = new WriteStack(settings, owned);
        } catch (RuntimeException noKafka) {
            owned.close();
            throw noKafka;
        }
        try {
            owned.start(EnumSet.complementOf(EnumSet.of(Part.KAFKA)));
            return stack;
        } catch (RuntimeException notReady) {
            stack.close();
            throw notReady;
        }
    }

    private KafkaProcess startKafka() {
        Path launcherJar = settings.root().resolve("local-stack/launcher/target/local-stack-app.jar");
        return KafkaProcess.start(
                settings.java(),
                launcherJar,
                workspace.data(Part.KAFKA),
                settings.addresses().port(Part.KAFKA));
    }

    /** The rest of it, which knows nothing of this Kafka's process. */
    public LocalStack parts() {
        return stack;
    }

    @Override
    public void breakDown(Kind kind) {
        switch (kind) {
            case PROCESSOR_KILLED -> stack.kill(Part.WRITE_PROCESSOR);
            case POSTGRES_KILLED -> signal("KILL", postgres());
            case POSTGRES_PAUSED -> signal("STOP", postgres());
            case KAFKA_KILLED -> signal("KILL", List.of(kafka.handle()));
            case KAFKA_PAUSED -> signal("STOP", List.of(kafka.handle()));
        }
    }

    @Override
    public void repair(Kind kind) {
        switch (kind) {
            case PROCESSOR_KILLED -> stack.start(Part.WRITE_PROCESSOR);
            case POSTGRES_KILLED -> stack.restart(Part.POSTGRES);
            case POSTGRES_PAUSED -> signal("CONT", postgres());
            case KAFKA_KILLED -> {
                kafka.close();
                kafka = startKafka();
            }
            case KAFKA_PAUSED -> signal("CONT", List.of(kafka.handle()));
        }
    }

    /** The server and each of its processes. */
    private List<ProcessHandle> postgres() {
        Path pidFile = workspace.data(Part.POSTGRES).resolve("data/postmaster.pid");
        ProcessHandle server = Orphan.find(pidFile, _ -> true)
                .flatMap(found -> ProcessHandle.of(found.pid()))
                .orElseThrow(() -> new IllegalStateException("no Postgres runs by " + pidFile));
        List<ProcessHandle> all = new ArrayList<>(List.of(server));
        server.descendants().forEach(all::add);
        return all;
    }

    private static void signal(String name, List<ProcessHandle> processes) {
        for (ProcessHandle process : processes) {
            try {
                // One that has ended meanwhile needs no signal.
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .redirectErrorStream(true)
                        .start()
                        .waitFor();
            } catch (IOException unable) {
                throw new UncheckedIOException(unable);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The services before the Kafka that they use. */
    @Override
    public void close() {
        stack.close();
        kafka.close();
    }
}
