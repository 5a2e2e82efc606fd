package dev.tideline.local.chaos;

import dev.tideline.events.PurgeIssued;
import dev.tideline.events.Scope;
import dev.tideline.local.check.run.Caller;
import dev.tideline.local.check.run.CheckedStack;
import dev.tideline.local.check.run.Jobs;
import dev.tideline.local.check.run.Operator;
import dev.tideline.local.check.run.Recorder;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Readiness;
import dev.tideline.local.stack.StackException;
import dev.tideline.local.stack.StackProcesses;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Breaks parts of a running stack, and mends them. */
final class Saboteur {

    private static final Duration STANDS_STILL = Duration.ofMillis(900);
    private static final Duration MOVES = Duration.ofMillis(100);
    private static final Duration WITHDRAWAL = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int FLOOD = 48;
    private static final Duration FLOODED = Duration.ofMinutes(2);
    private static final int STORM = 12;

    private final LocalStack stack;
    private final StackProcesses processes;
    private final CheckedStack checked;
    private final Crowd crowd;
    private final Recorder recorder;
    private final Consumer<String> say;

    Saboteur(
            LocalStack stack,
            StackProcesses processes,
            CheckedStack checked,
            Crowd crowd,
            Recorder recorder,
            Consumer<String> say) {
        this.stack = stack;
        this.processes = processes;
        this.checked = checked;
        this.crowd = crowd;
        this.recorder = recorder;
        this.say = say;
    }

    /** Returns when it is broken; closing what it returns mends it, and returns when the part is ready. */
    Background breakDown(Scenario scenario) {
        return switch (scenario) {
            case ORIGIN_KILLED -> killed(Part.ORIGIN);
            case GATEWAY_KILLED -> killed(Part.GATEWAY_EU_2);
            case INVALIDATION_KILLED -> killed(Part.INVALIDATION);
            case PROCESSOR_KILLED -> killed(Part.WRITE_PROCESSOR);
            case REDIS_KILLED -> redisKilled();
            case REDIS_CORRUPT -> redisCorrupt();
            case KAFKA_PAUSED -> paused(Part.KAFKA);
            case POSTGRES_PAUSED -> paused(Part.POSTGRES);
            case WRITE_FLOOD -> flood();
            case SLOW_ORIGIN -> slowOrigin();
            case REFILL_STORM -> storm();
            case ROLLING_RESTART -> restarted();
        };
    }

    private Background killed(Part part) {
        stack.kill(part);
        return () -> stack.start(part);
    }

    private Background redisKilled() {
        StackProcesses.signal("KILL", processes.of(Part.REDIS_EU));
        return () -> stack.restart(Part.REDIS_EU);
    }

    private Background redisCorrupt() {
        Background vandal = RedisVandal.at(stack.addresses().port(Part.REDIS_EU));
        restartWithdrawn(Part.GATEWAY_EU_2, "eu-2");
        return vandal;
    }

    private void restartWithdrawn(Part gateway, String instance) {
        crowd.withdraw(instance);
        Jobs.pause(WITHDRAWAL);
        stack.restart(gateway);
        crowd.admit(instance);
    }

    private Background paused(Part part) {
        List<ProcessHandle> found = processes.of(part);
        StackProcesses.signal("STOP", found);
        return () -> StackProcesses.signal("CONT", found);
    }

    private Background flood() {
        Background paused = paused(Part.WRITE_PROCESSOR);
        Background flood = crowd.flood(FLOOD);
        crowd.awaitRefusal(FLOODED);
        return () -> {
            flood.close();
            paused.close();
        };
    }

    private Background slowOrigin() {
        List<ProcessHandle> origin = processes.of(Part.ORIGIN);
        return Background.every(MOVES, () -> {
            StackProcesses.signal("STOP", origin);
            try {
                Thread.sleep(STANDS_STILL);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            } finally {
                resume(origin);
            }
        });
    }

    /** Also when the thread is interrupted, which would cut the wait for the signal short. */
    private static void resume(List<ProcessHandle> processes) {
        boolean interrupted = Thread.interrupted();
        StackProcesses.signal("CONT", processes);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Background storm() {
        stack.kill(Part.ORIGIN);
        try (HttpClient client = Caller.client()) {
            new Operator("chaos", client, checked, recorder).purge(new Scope.Everything(), PurgeIssued.Mode.HARD);
        }
        return () -> {
            crowd.readers(STORM - 1);
            stack.start(Part.ORIGIN);
        };
    }

    private Background restarted() {
        Background following = Background.every(LOOK, this::followReadiness);
        for (Part part : Part.services()) {
            switch (part.role()) {
                case Part.Role.Gateway _, Part.Role.Service _ -> stack.restart(part);
                case Part.Role.Backend() -> throw new StackException(part.title() + " is no service");
            }
            say.accept(part.title() + " is restarted");
        }
        return following;
    }

    /** As a load balancer does, and no better: clients go where readiness was good when it was last looked at. */
    private void followReadiness() {
        for (Part part : Part.gateways()) {
            if (part.role() instanceof Part.Role.Gateway(String instance, String region, String colo)) {
                if (Readiness.isReady(stack.addresses().readiness(part))) {
                    crowd.admit(instance);
                } else {
                    crowd.withdraw(instance);
                }
            }
        }
    }
}
