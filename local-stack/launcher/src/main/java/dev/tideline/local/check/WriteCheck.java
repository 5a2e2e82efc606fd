package dev.tideline.local.check;

import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.RunClock;
import dev.tideline.local.check.plan.WriteFaults.Kind;
import dev.tideline.local.check.run.LocalCheckedStack;
import dev.tideline.local.check.run.Recorder;
import dev.tideline.local.check.run.WriteRun;
import dev.tideline.local.check.run.WriteRun.Script;
import dev.tideline.local.check.run.WriteStack;
import dev.tideline.local.check.run.WriteTroubles;
import dev.tideline.local.check.verify.Rule;
import dev.tideline.local.check.verify.Verdict;
import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.DevelopmentTokens;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Consumer;

/**
 * One check of the write path, from an empty stack to the verdict: is every acknowledged write applied once, in the order
 * of its resource, with its purge, whatever is killed meanwhile.
 *
 * @param root the source tree with the built services
 * @param directory for the stack's data and logs; emptied first
 * @param caches where the services' start caches are, if there are any
 * @param script what is played
 * @param sabotage what happens to the stored data while the processor is down
 */
public record WriteCheck(Path root, Path directory, Path caches, Script script, Sabotage sabotage) {

    /** Leaves the stored data as a processor with a bug would, to show that the check finds it. */
    public interface Sabotage {
        Sabotage NONE = (_, _) -> {};

        /** Called while the processor is down. */
        void spoil(String jdbcUrl, String kafka);
    }

    /** Everything on the way can break, by the seed. */
    public static WriteCheck of(Path root, Path directory, long seed, long writes) {
        Script script = new Script(
                seed, 8, writes, 256, EnumSet.allOf(Kind.class), Duration.ofSeconds(30), Duration.ofMinutes(2));
        return new WriteCheck(root, directory, directory.resolve("app"), script, Sabotage.NONE);
    }

    public WriteCheck withCaches(Path folder) {
        return new WriteCheck(root, directory, folder, script, sabotage);
    }

    /** Starts the stack, plays, stops it, judges. */
    public Check.Result run(Consumer<String> say) {
        new Workspace(directory).reset();
        say.accept("seed " + script.seed() + ", " + script.writes() + " writes by " + script.clients() + " clients to "
                + script.resources() + " resources");
        try (WriteStack stack = WriteStack.start(settings())) {
            LocalCheckedStack checked =
                    new LocalCheckedStack(stack.parts(), directory, DevelopmentTokens.file(directory));
            WriteTroubles troubles = sabotaged(stack, checked);
            Recorder recorder = new Recorder(RunClock.start());
            History history = new WriteRun(script, checked, troubles, recorder, say).play();
            return new Check.Result(history, Verdict.of(history, Rule.OF_WRITES));
        }
    }

    private WriteTroubles sabotaged(WriteStack stack, LocalCheckedStack checked) {
        return new WriteTroubles() {
            @Override
            public void breakDown(Kind kind) {
                stack.breakDown(kind);
            }

            @Override
            public void repair(Kind kind) {
                if (kind == Kind.PROCESSOR_KILLED) {
                    sabotage.spoil(checked.jdbcUrl(), checked.kafka());
                }
                stack.repair(kind);
            }
        };
    }

    private StackSettings settings() {
        return StackSettings.of(root, directory, Addresses.free())
                .withPlacement(Check.placement(directory))
                .withCaches(caches);
    }
}
