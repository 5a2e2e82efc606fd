package dev.tideline.local.stack;

import dev.tideline.backends.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a service is started: a pure function of the settings.
 *
 * @param arguments the JVM's options, the jar and the service's settings, without the java program
 * @param environment what is not shown in process lists
 */
record ServiceCommand(List<String> arguments, Map<String, String> environment) {
    private static final String MASTER_KEY = "TIDELINE_SUBJECTS_MASTERKEY";
    static final String READER = "tideline_reader";
    static final String READER_PASSWORD = "tideline_reader";

    /** Marks a process as a part of the stack in this directory, for a later start to find it by. */
    static String stackMark(Path directory) {
        return "-Dtideline.stack=" + directory;
    }

    static String partMark(Part part) {
        return "-Dtideline.part=" + part.title();
    }

    static ServiceCommand of(
            Part part, StackSettings settings, Launch launch, DevelopmentTokens tokens, String masterKey) {
        List<String> arguments = new ArrayList<>();
        arguments.add(stackMark(settings.directory()));
        arguments.add(partMark(part));
        arguments.addAll(launch.options());
        arguments.add("-jar");
        arguments.add(launch.jar().toString());
        addCommon(arguments, part, settings);
        Addresses addresses = settings.addresses();
        return switch (part.role()) {
            case Part.Role.Backend() -> throw new IllegalArgumentException(part + " is no service");
            case Part.Role.Gateway(String instance, String region, String colo) -> {
                Part redis = region.equals("us") ? Part.REDIS_US : Part.REDIS_EU;
                Map<String, String> own = new TreeMap<>(Map.of(
                        "tideline.instance",
                        instance,
                        "tideline.region",
                        region,
                        "tideline.colo",
                        colo,
                        "tideline.origin-url",
                        addresses.http(Part.ORIGIN).toString(),
                        "tideline.cache.l1",
                        "64MB",
                        "tideline.cache.l2.enabled",
                        "true",
                        "spring.data.redis.host",
                        Addresses.HOST,
                        "spring.data.redis.port",
                        Integer.toString(addresses.port(redis))));
                // A queue that a person can see fill up.
                own.put("tideline.writes.queue.close-above-records", "5000");
                own.put("tideline.writes.queue.reopen-below-records", "4000");
                own.put(
                        "tideline.residency.homes.eu.origin-url",
                        addresses.http(Part.ORIGIN).toString());
                own.put(
                        "tideline.residency.homes.eu.gateway-url",
                        addresses.http(Part.GATEWAY_EU_1).toString());
                own.putAll(settings.given().gateways());
                own.forEach((key, value) -> arguments.add("--" + key + "=" + value));
                Map<String, String> environment = new TreeMap<>(common(settings));
                environment.put(MASTER_KEY, masterKey);
                yield new ServiceCommand(List.copyOf(arguments), environment);
            }
            case Part.Role.Service _ -> {
                if (part == Part.INVALIDATION) {
                    arguments.add("--tideline.console.write-processor-url=" + addresses.http(Part.WRITE_PROCESSOR));
                }
                Map<String, String> environment = new TreeMap<>(common(settings));
                environment.putAll(database(part, addresses));
                environment.putAll(operators(part, tokens));
                if (part == Part.WRITE_PROCESSOR) {
                    environment.put(MASTER_KEY, masterKey);
                }
                yield new ServiceCommand(List.copyOf(arguments), environment);
            }
        };
    }

    private static void addCommon(List<String> arguments, Part part, StackSettings settings) {
        Addresses addresses = settings.addresses();
        arguments.addAll(List.of(
                "--server.address=" + Addresses.HOST,
                "--server.port=" + addresses.port(part),
                "--management.server.address=" + Addresses.HOST,
                "--management.server.port=" + addresses.managementPort(part),
                "--tideline.placement=" + settings.given().placement(),
                "--spring.kafka.bootstrap-servers=" + addresses.kafka()));
    }

    /** Comes before a service's own files and its other variables, behind its arguments. */
    private static Map<String, String> common(StackSettings settings) {
        return settings.given().services().isEmpty()
                ? Map.of()
                : Map.of(
                        "SPRING_APPLICATION_JSON",
                        JsonMapper.shared().writeValueAsString(settings.given().services()));
    }

    private static Map<String, String> database(Part part, Addresses addresses) {
        return switch (part) {
            case WRITE_PROCESSOR ->
                Map.of(
                        "SPRING_DATASOURCE_URL",
                        addresses.jdbcUrl(),
                        "SPRING_DATASOURCE_USERNAME",
                        EmbeddedPostgres.USER,
                        "SPRING_DATASOURCE_PASSWORD",
                        EmbeddedPostgres.PASSWORD,
                        "TIDELINE_READERPASSWORD",
                        READER_PASSWORD);
            case ORIGIN ->
                Map.of(
                        "SPRING_DATASOURCE_URL", addresses.jdbcUrl(),
                        "SPRING_DATASOURCE_USERNAME", READER,
                        "SPRING_DATASOURCE_PASSWORD", READER_PASSWORD);
            case KAFKA, REDIS_EU, REDIS_US, POSTGRES, INVALIDATION, GATEWAY_EU_1, GATEWAY_EU_2, GATEWAY_US_1 ->
                Map.of();
        };
    }

    private static Map<String, String> operators(Part part, DevelopmentTokens tokens) {
        return switch (part) {
            case INVALIDATION -> tokens.callers();
            case WRITE_PROCESSOR -> tokens.operators();
            default -> Map.of();
        };
    }

    /**
     * The program a service's JVM runs and how.
     *
     * @param jar the executable jar, or the one unpacked beside its libraries
     * @param options of the JVM
     */
    record Launch(Path jar, List<String> options) {

        Launch plus(String option) {
            List<String> more = new ArrayList<>(options);
            more.add(option);
            return new Launch(jar, List.copyOf(more));
        }
    }
}
