package dev.tideline.backends;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** All three backends in a JVM of their own, which a test can kill as {@code kill -9} would. */
final class HostJvm implements AutoCloseable {
    private final Process process;

    private HostJvm(Process process) {
        this.process = process;
    }

    /** Returns when all three answer. */
    static HostJvm start(Path directory, int kafkaPort, int redisPort, int postgresPort) throws IOException {
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                HostJvm.class.getName(),
                directory.toString(),
                Integer.toString(kafkaPort),
                Integer.toString(redisPort),
                Integer.toString(postgresPort));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader out = process.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals("all up")) {
                return new HostJvm(process);
            }
            said.append(line).append('\n');
        }
        throw new IllegalStateException("the host JVM ended:\n" + said);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    /** The other side. */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        EmbeddedPostgres postgres = EmbeddedPostgres.start(directory.resolve("postgres"), Integer.parseInt(args[3]));
        EmbeddedRedis redis = EmbeddedRedis.start(directory.resolve("redis"), Integer.parseInt(args[2]));
        EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            kafka.close();
            redis.close();
            postgres.close();
        }));
        System.out.println("all up");
        Thread.sleep(Long.MAX_VALUE);
    }
}
