package dev.tideline.local.check.run;

import dev.tideline.local.check.plan.WriteFaults.Kind;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.OwnedStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackProcesses;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.Workspace;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

/** A local stack whose Kafka is a process too, so that everything on a write's way can be killed and paused. */
public final class WriteStack implements WriteTroubles, AutoCloseable {

    private final StackSettings settings;
    private final Workspace workspace;
    private final StackProcesses processes;
    private final OwnedStack stack;
    private KafkaProcess kafka;

    private WriteStack(StackSettings settings, OwnedStack stack) {
        this.settings = settings;
        this.workspace = new Workspace(settings.directory());
        this.processes = new StackProcesses(workspace);
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
                settings.jvm().program(),
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
            case POSTGRES_KILLED -> StackProcesses.signal("KILL", processes.of(Part.POSTGRES));
            case POSTGRES_PAUSED -> StackProcesses.signal("STOP", processes.of(Part.POSTGRES));
            case KAFKA_KILLED -> StackProcesses.signal("KILL", List.of(kafka.handle()));
            case KAFKA_PAUSED -> StackProcesses.signal("STOP", List.of(kafka.handle()));
        }
    }

    @Override
    public void repair(Kind kind) {
        switch (kind) {
            case PROCESSOR_KILLED -> stack.start(Part.WRITE_PROCESSOR);
            case POSTGRES_KILLED -> stack.restart(Part.POSTGRES);
            case POSTGRES_PAUSED -> StackProcesses.signal("CONT", processes.of(Part.POSTGRES));
            case KAFKA_KILLED -> {
                kafka.close();
                kafka = startKafka();
            }
            case KAFKA_PAUSED -> StackProcesses.signal("CONT", List.of(kafka.handle()));
        }
    }

    /** The services before the Kafka that they use. */
    @Override
    public void close() {
        stack.close();
        kafka.close();
    }
}
