package dev.tideline.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.backends.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a process, over real backends and stand-ins for the services. */
class LauncherIT {
    @TempDir
    private Path temporary;

    private Path root;
    private final Addresses addresses = Addresses.free();

    @BeforeEach
    void makeTree() throws IOException {
        root = FakeService.tree(temporary.toRealPath());
        // Unpacked once for all tests; that is what takes longest.
        Path shared = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "tideline-launcher-it"));
        Files.createSymbolicLink(
                Files.createDirectories(root.resolve(".tideline")).resolve("postgres"), shared);
    }

    @Test
    void everythingComesUpIsShownAndGoesDownInOrder() throws Exception {
        try (LauncherJvm launcher = LauncherJvm.up(root, addresses).awaitUp()) {
            LauncherJvm status = LauncherJvm.run(root, "status");
            assertThat(status.awaitEnd()).as(status.text()).isZero();
            for (Part part : Part.values()) {
                assertThat(status.lines())
                        .anyMatch(line -> line.startsWith(part.title() + " ") && line.contains(" ready "));
            }

            LauncherJvm second = LauncherJvm.up(root, addresses);
            assertThat(second.awaitEnd()).isEqualTo(1);
            assertThat(second.text())
                    .contains("tideline: a stack runs already in " + root.resolve(".tideline") + " (pid ");

            LauncherJvm down = LauncherJvm.run(root, "down");
            assertThat(down.awaitEnd()).as(down.text()).isZero();
            launcher.awaitEnd();
            List<String> order =
                    launcher.lines().stream().filter(line -> line.contains("■")).toList();
            assertThat(order).hasSize(Part.values().length);
            assertThat(order.subList(0, 3)).allMatch(line -> line.contains("edge-gateway"));
            assertThat(order.subList(6, 10)).noneMatch(line -> line.contains("-service"));
        }
        assertNothingRuns();
    }

    @Test
    void aKilledLauncherIsSucceededByTheNextUpWithAllDataKept() throws Exception {
        LauncherJvm first = LauncherJvm.up(root, addresses).awaitUp();
        sql("create table kept (a text)", "insert into kept values ('x')");
        first.kill();
        assertThat(ServiceProcess.all(root.resolve(".tideline"))).as("orphans").hasSize(6);
        assertThat(Ports.isFree(addresses.port(Part.POSTGRES))).isFalse();
        LauncherJvm status = LauncherJvm.run(root, "status");
        assertThat(status.awaitEnd()).isEqualTo(1);
        assertThat(status.text()).contains("the launcher was killed and left 6 services");

        try (LauncherJvm second = LauncherJvm.up(root, addresses).awaitUp()) {
            assertThat(second.text())
                    .contains(
                            "stopped what an earlier start left running", "postgres", "redis-us", "edge-gateway-eu-2");
            sql("insert into kept select a from kept");
            assertThat(ServiceProcess.all(root.resolve(".tideline"))).hasSize(6);
            second.terminate();
        }
        assertNothingRuns();
    }

    @Test
    void downAlsoStopsWhatAKilledLauncherLeft() throws Exception {
        LauncherJvm.up(root, addresses).awaitUp().kill();
        LauncherJvm down = LauncherJvm.run(root, "down");
        assertThat(down.awaitEnd()).isZero();
        assertThat(down.text()).contains("stopped what a killed launcher had left");
        assertNothingRuns();
        LauncherJvm reset = LauncherJvm.run(root, "reset");
        assertThat(reset.awaitEnd()).as(reset.text()).isZero();
        assertThat(root.resolve(".tideline/data")).doesNotExist();
    }

    @Test
    void aTakenPortIsOneLineThatNamesItsHolderAndTheWayOut() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<Part, Integer> ports = new EnumMap<>(addresses.ports());
            ports.put(Part.POSTGRES, holder.getLocalPort());
            LauncherJvm launcher = LauncherJvm.up(root, new Addresses(ports));
            assertThat(launcher.awaitEnd()).isEqualTo(1);
            assertThat(launcher.lines())
                    .singleElement()
                    .asString()
                    .matches("tideline: port " + holder.getLocalPort()
                            + " is taken by java \\(pid \\d+\\); stop that, or"
                            + " choose another port for postgres with --port postgres=<port>");
        }
        assertNothingRuns();
    }

    @Test
    void aChildThatDiesWhileStartingIsOneLineWithTheEndOfItsLogAndNothingStays() throws Exception {
        FakeService.breakService(root, Part.INVALIDATION);
        LauncherJvm launcher = LauncherJvm.up(root, addresses);
        assertThat(launcher.awaitEnd()).isEqualTo(1);
        int first = indexOf(launcher.lines(), "tideline: ");
        assertThat(launcher.lines().get(first))
                .startsWith("tideline: invalidation-service ended by itself with status 3; its log is ");
        assertThat(launcher.lines().get(first + 1))
                .isEqualTo("    tideline.region: 'mars' is not a region; allowed are eu, us");
        assertNothingRuns();
    }

    @Test
    void aChildThatDiesLaterIsToldAndTheOthersGoOn() throws Exception {
        try (LauncherJvm launcher = LauncherJvm.up(root, addresses).awaitUp()) {
            process(Part.GATEWAY_EU_2).destroyForcibly();
            launcher.awaitLine("edge-gateway-eu-2 ended by itself with signal 9");
            assertThat(process(Part.GATEWAY_EU_1).isAlive()).isTrue();
            LauncherJvm start = LauncherJvm.run(root, "start", "eu-2");
            assertThat(start.awaitEnd()).as(start.text()).isZero();
            assertThat(process(Part.GATEWAY_EU_2).isAlive()).isTrue();
            launcher.terminate();
            assertThat(launcher.awaitEnd()).isEqualTo(1);
        }
    }

    @Test
    void anAttachedStackStopsStartsAndKillsSingleParts() throws Exception {
        try (LauncherJvm launcher = LauncherJvm.up(root, addresses).awaitUp();
                LocalStack stack = LocalStack.attach(root.resolve(".tideline"))) {
            assertThat(stack.addresses()).isEqualTo(addresses);
            ProcessHandle before = process(Part.ORIGIN);
            stack.stop(Part.ORIGIN);
            assertThat(before.isAlive()).isFalse();
            stack.start(Part.ORIGIN);
            assertThat(Readiness.isReady(addresses.readiness(Part.ORIGIN))).isTrue();
            stack.kill(Part.GATEWAY_US_1);
            assertThat(Readiness.isReady(addresses.readiness(Part.GATEWAY_US_1)))
                    .isFalse();
            stack.stop(Part.REDIS_US);
            assertThat(Ports.isFree(addresses.port(Part.REDIS_US))).isTrue();
            stack.restart(Part.KAFKA);
            // Killed by somebody who asked nobody.
            ProcessHandle redis = new StackProcesses(new Workspace(root.resolve(".tideline")))
                    .of(Part.REDIS_EU)
                    .getFirst();
            assertThat(redis.destroyForcibly()).isTrue();
            redis.onExit().get(30, TimeUnit.SECONDS);
            stack.start(Part.REDIS_EU);
            assertThat(Ports.isFree(addresses.port(Part.REDIS_EU))).isFalse();
            assertThat(launcher.text()).doesNotContain("ended by itself");
        }
    }

    private ProcessHandle process(Part part) {
        return ServiceProcess.all(root.resolve(".tideline")).stream()
                .filter(process ->
                        ServiceProcess.partOf(process).filter(part::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static int indexOf(List<String> lines, String start) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(start)) {
                return i;
            }
        }
        throw new AssertionError("no line starts with " + start + ":\n" + String.join("\n", lines));
    }

    private void assertNothingRuns() {
        assertThat(ServiceProcess.all(root.resolve(".tideline"))).isEmpty();
        for (Part part : Part.values()) {
            assertThat(Ports.isFree(addresses.port(part))).as(part.title()).isTrue();
        }
        assertThat(Files.exists(root.resolve(".tideline/stack.properties"))).isFalse();
    }

    private void sql(String... commands) throws SQLException {
        try (Connection connection = DriverManager.getConnection(addresses.jdbcUrl(), "tideline", "tideline");
                var statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }
}
