package dev.tideline.local.cli;

import dev.tideline.local.seed.Seeder;
import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.DevelopmentTokens;
import dev.tideline.local.stack.OwnedStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.StackSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything, seeds sample data, and stays until Ctrl-C. */
@Command(
        name = "up",
        description = "Start everything, seed sample data, stay until Ctrl-C.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Option(
            names = "--port",
            paramLabel = "<part>=<port>",
            description = "another port for a part, such as postgres=17193; a service's management port is 100 higher")
    private Map<String, Integer> ports = new LinkedHashMap<>();

    @Option(names = "--placement", paramLabel = "<file>", description = "another placement file")
    private @Nullable Path placement;

    @Option(
            names = "--gateway",
            paramLabel = "<key>=<value>",
            description = "a setting of every gateway, such as tideline.cache.l1=64MB")
    private Map<String, String> gatewaySettings = new LinkedHashMap<>();

    @Option(
            names = "--service",
            paramLabel = "<key>=<value>",
            description = "a setting of every service, such as logging.structured.format.console=ecs")
    private Map<String, String> serviceSettings = new LinkedHashMap<>();

    @Option(
            names = "--cells",
            paramLabel = "<regions>",
            split = ",",
            description = "eu,us: a home cell in each, with Kafka, Postgres and services of its own")
    private List<String> cells = List.of();

    @Option(names = "--no-seed", description = "write no sample data")
    private boolean noSeed;

    @Option(names = "--no-start-cache", description = "do not record, in the background, what makes later starts quick")
    private boolean noStartCache;

    @Option(
            names = {"-d", "--detach"},
            description = "return when everything is ready, and leave it running")
    private boolean detach;

    @Override
    public Integer call() throws Exception {
        if (detach) {
            return Detached.up(place.workspace());
        }
        System.setProperty("tideline.log", place.workspace().log(Part.KAFKA).toString());
        if (!cells.isEmpty()) {
            return CellsUp.run(place, placement, cells);
        }
        StackSettings settings = settings();
        long begin = System.nanoTime();
        Terminal terminal = new Terminal(settings.addresses());
        OwnedStack stack = OwnedStack.open(settings, terminal);
        Recorder recorder = new Recorder(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(recorder, stack, terminal), "stop-stack"));
        stack.startAll();
        if (!noSeed) {
            seed(stack, terminal);
        }
        System.out.println(Welcome.text(
                settings.addresses(),
                DevelopmentTokens.file(settings.directory()),
                Duration.ofNanos(System.nanoTime() - begin)));
        System.out.flush();
        if (!noStartCache) {
            recorder.start();
        }
        new CountDownLatch(1).await(); // a signal ends the JVM, and its hook the stack
        return 0;
    }

    private static void stop(Recorder recorder, OwnedStack stack, Terminal terminal) {
        recorder.close();
        stack.close();
        terminal.close();
        if (terminal.anyDied()) {
            Runtime.getRuntime().halt(1);
        }
    }

    private StackSettings settings() {
        Map<Part, Integer> chosen = ports.entrySet().stream()
                .collect(Collectors.toMap(entry -> Part.named(entry.getKey()), Map.Entry::getValue));
        StackSettings settings = StackSettings.of(place.root(), place.directory(), new Addresses(chosen))
                .withGatewaySettings(gatewaySettings)
                .withServiceSettings(serviceSettings);
        Path other = placement;
        return other == null ? settings : settings.withPlacement(other);
    }

    private static void seed(OwnedStack stack, Terminal terminal) {
        long begin = System.nanoTime();
        int written = Seeder.fill(stack);
        terminal.done(
                "sample data",
                Duration.ofNanos(System.nanoTime() - begin),
                written == 0 ? "is there already" : written + " documents written through eu-1");
    }
}
