package dev.tideline.local.check.run;

import dev.tideline.backends.EmbeddedPostgres;
import dev.tideline.local.check.plan.Disturbance;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.StackProcesses;
import dev.tideline.local.stack.Workspace;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * A local stack of this JVM, for the checker to break. Kafka and Redis go away by being stopped in good order, for they
 * run in this JVM or on its terms; gateways are stopped still and killed as processes.
 */
public final class LocalCheckedStack implements CheckedStack {

    private final LocalStack stack;
    private final StackProcesses processes;
    private final Path tokens;

    /**
     * Takes a running stack.
     *
     * @param directory the stack's, by which its processes are found
     * @param tokens the file with its development tokens
     */
    public LocalCheckedStack(LocalStack stack, Path directory, Path tokens) {
        this.stack = stack;
        this.processes = new StackProcesses(new Workspace(directory));
        this.tokens = tokens;
    }

    /** Region by instance of the gateways a local stack has. */
    public static Map<String, String> fleet() {
        return Part.gateways().stream()
                .map(part -> gateway(part))
                .collect(Collectors.toMap(Part.Role.Gateway::instance, Part.Role.Gateway::region));
    }

    private static Part.Role.Gateway gateway(Part part) {
        return switch (part.role()) {
            case Part.Role.Gateway gateway -> gateway;
            case Part.Role.Backend _, Part.Role.Service _ ->
                throw new IllegalArgumentException(part + " is no gateway");
        };
    }

    @Override
    public Map<String, Gateway> gateways() {
        return Part.gateways().stream()
                .collect(Collectors.toMap(
                        part -> gateway(part).instance(),
                        part -> new Gateway(
                                gateway(part).region(), stack.addresses().http(part))));
    }

    @Override
    public URI invalidation() {
        return stack.addresses().http(Part.INVALIDATION);
    }

    @Override
    public String operatorToken() {
        Properties byName = new Properties();
        try (Reader reader = Files.newBufferedReader(tokens)) {
            byName.load(reader);
        } catch (IOException missing) {
            throw new UncheckedIOException("the operators' tokens are not in " + tokens, missing);
        }
        return byName.getProperty("operator", "");
    }

    @Override
    public String kafka() {
        return stack.addresses().kafka();
    }

    @Override
    public String jdbcUrl() {
        return stack.addresses().jdbcUrl() + "?user=" + EmbeddedPostgres.USER + "&password="
                + EmbeddedPostgres.PASSWORD;
    }

    @Override
    public void breakDown(Disturbance.OfPart what) {
        switch (what) {
            case Disturbance.PausedGateway(String instance) ->
                StackProcesses.signal("STOP", processes.of(Part.named(instance)));
            case Disturbance.KilledGateway(String instance) -> stack.kill(Part.named(instance));
            case Disturbance.KafkaAway() -> stack.stop(Part.KAFKA);
            case Disturbance.RedisAway(String region) -> stack.stop(Part.named("redis-" + region));
        }
    }

    @Override
    public void repair(Disturbance.OfPart what) {
        switch (what) {
            case Disturbance.PausedGateway(String instance) ->
                StackProcesses.signal("CONT", processes.of(Part.named(instance)));
            case Disturbance.KilledGateway(String instance) -> stack.start(Part.named(instance));
            case Disturbance.KafkaAway() -> stack.start(Part.KAFKA);
            case Disturbance.RedisAway(String region) -> stack.start(Part.named("redis-" + region));
        }
    }
}
