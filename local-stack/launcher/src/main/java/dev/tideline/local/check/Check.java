package dev.tideline.local.check;

import dev.tideline.local.check.history.History;
import dev.tideline.local.check.history.RunClock;
import dev.tideline.local.check.plan.Cast;
import dev.tideline.local.check.plan.FaultPlan;
import dev.tideline.local.check.run.CheckRun;
import dev.tideline.local.check.run.LocalCheckedStack;
import dev.tideline.local.check.run.OriginProxy;
import dev.tideline.local.check.run.Recorder;
import dev.tideline.local.check.verify.Verdict;
import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.DevelopmentTokens;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * One check, from an empty stack to the verdict.
 *
 * @param root the source tree with the built services
 * @param directory for the stack's data and logs; emptied first
 * @param caches where the services' start caches are, if there are any
 * @param seed of the workers' steps and of what breaks
 * @param length of the run, without start and end
 * @param faults what breaks, from the seed and who takes part
 * @param plantedBug a bug for the gateways to have; empty for none
 */
public record Check(
        Path root,
        Path directory,
        Path caches,
        long seed,
        Duration length,
        BiFunction<Long, Cast, FaultPlan> faults,
        Optional<String> plantedBug) {

    /** What came of it. */
    public record Result(History history, Verdict verdict) {}

    /** Everything that can break does, by the seed. */
    public static Check of(Path root, Path directory, long seed, Duration length) {
        return new Check(
                root,
                directory,
                directory.resolve("app"),
                seed,
                length,
                (planSeed, cast) -> FaultPlan.of(planSeed, length, cast),
                Optional.empty());
    }

    public Check withCaches(Path folder) {
        return new Check(root, directory, folder, seed, length, faults, plantedBug);
    }

    public Check withPlantedBug(String bug, BiFunction<Long, Cast, FaultPlan> provoking) {
        return new Check(root, directory, caches, seed, length, provoking, Optional.of(bug));
    }

    /** Starts the stack, plays, stops it, judges. */
    public Result run(Progress progress, Consumer<String> say) {
        new Workspace(directory).reset();
        Addresses addresses = Addresses.free();
        Recorder recorder = new Recorder(RunClock.start());
        try (OriginProxy proxy = OriginProxy.start(0, addresses.http(Part.ORIGIN), recorder, seed);
                LocalStack stack = LocalStack.start(settings(addresses, proxy), progress)) {
            Cast cast = Cast.small(LocalCheckedStack.fleet());
            CheckRun.Script script = new CheckRun.Script(seed, length, cast, faults.apply(seed, cast));
            say.accept("seed " + seed + ", " + length.toSeconds() + " s, "
                    + script.faults().outages().size() + " faults");
            LocalCheckedStack checked = new LocalCheckedStack(stack, directory, tokens());
            History history = new CheckRun(script, checked, proxy, recorder, say).play();
            return new Result(history, Verdict.of(history));
        }
    }

    private StackSettings settings(Addresses addresses, OriginProxy proxy) {
        Map<String, String> gateways =
                new TreeMap<>(Map.of("tideline.origin-url", proxy.address().toString()));
        plantedBug.ifPresent(bug -> gateways.put("tideline.planted-bug", bug));
        return StackSettings.of(root, directory, addresses)
                .withPlacement(placement(directory))
                .withCaches(caches)
                .withGatewaySettings(gateways);
    }

    private Path tokens() {
        return DevelopmentTokens.file(directory);
    }

    /** Writes the checker's placement into a stack's directory. */
    static Path placement(Path directory) {
        Path file = directory.resolve("placement.yaml");
        try (InputStream packaged = Check.class.getResourceAsStream("placement.yaml")) {
            if (packaged == null) {
                throw new IllegalStateException("the checker's placement is not packaged");
            }
            Files.createDirectories(directory);
            Files.copy(packaged, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
