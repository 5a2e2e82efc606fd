package dev.tideline.local.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The stack of docker-compose.yml, as the demo sees it. It has to be up.
 *
 * @param root the folder with that file
 */
public record ComposeDemoStack(Path root) implements DemoStack {

    private static final String ORIGIN = "origin-service";

    @Override
    public List<Gateway> gateways() {
        return List.of(gateway("eu-1", 62101), gateway("eu-2", 62102), gateway("us-1", 62103));
    }

    private static Gateway gateway(String instance, int port) {
        return new Gateway(instance, URI.create("http://localhost:" + port));
    }

    @Override
    public String kafka() {
        return "localhost:62192";
    }

    @Override
    public String jdbcUrl() {
        String password = System.getenv().getOrDefault("POSTGRES_PASSWORD", "tideline");
        return "jdbc:postgresql://localhost:62193/tideline?user=tideline&password=" + password;
    }

    @Override
    public void stopOrigin() {
        compose("stop", ORIGIN);
    }

    @Override
    public void startOrigin() {
        compose("up", "--detach", "--wait", ORIGIN);
    }

    private void compose(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker", "compose", "--progress", "quiet"));
        command.addAll(List.of(arguments));
        try {
            int status = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .inheritIO()
                    .start()
                    .waitFor();
            StepFailed.unless(status == 0, String.join(" ", command) + " ended with " + status);
        } catch (IOException e) {
            throw new StepFailed("docker compose cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailed("interrupted");
        }
    }
}
