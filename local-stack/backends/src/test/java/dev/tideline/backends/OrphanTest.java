package dev.tideline.backends;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanTest {
    @TempDir
    private Path directory;

    @Test
    void aMissingOrGarbledPidFileNamesNobody() throws IOException {
        Path file = directory.resolve("x.pid");
        assertThat(Orphan.find(file, process -> true)).isEmpty();
        Files.writeString(file, "not a pid\n");
        assertThat(Orphan.find(file, process -> true)).isEmpty();
        Files.writeString(file, "");
        assertThat(Orphan.find(file, process -> true)).isEmpty();
    }

    @Test
    void aPidUsedAgainByAnotherProgramIsNotOurs() throws IOException {
        Path file = Files.writeString(
                directory.resolve("x.pid"), ProcessHandle.current().pid() + "\n");
        Path ours = directory.resolve("redis-server");
        assertThat(Orphan.find(file, process -> Orphan.runs(process, ours))).isEmpty();
        assertThat(Orphan.find(file, process -> Orphan.mentions(process, ours.toString())))
                .isEmpty();
    }

    @Test
    void oursIsFoundAndStopped() throws IOException {
        Process sleeper = new ProcessBuilder("sleep", "600").start();
        Path file = Files.writeString(directory.resolve("x.pid"), sleeper.pid() + "\n");
        Orphan orphan =
                Orphan.find(file, process -> Orphan.mentions(process, "600")).orElseThrow();
        orphan.stop();
        assertThat(sleeper.isAlive()).isFalse();
    }

    @Test
    void oneThatIgnoresTheSignalIsKilled() throws IOException {
        Process stubborn =
                new ProcessBuilder("sh", "-c", "trap '' INT; echo ready; while :; do sleep 0.2; done").start();
        assertThat(stubborn.inputReader().readLine()).isEqualTo("ready");
        Path file = Files.writeString(directory.resolve("x.pid"), stubborn.pid() + "\n");
        Orphan.find(file, process -> Orphan.mentions(process, "trap"))
                .orElseThrow()
                .stop("INT", Duration.ofMillis(300));
        assertThat(stubborn.isAlive()).isFalse();
    }
}
