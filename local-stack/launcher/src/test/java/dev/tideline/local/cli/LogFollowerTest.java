package dev.tideline.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
    @TempDir
    private Path directory;

    @Test
    void onlyWholeNewLinesAreShown() throws IOException {
        Path log = Files.writeString(directory.resolve("x.log"), "old\n");
        LogFollower follower = new LogFollower(log, "x | ");
        assertThat(follower.fresh()).isEmpty();
        Files.writeString(log, "one\ntw", StandardOpenOption.APPEND);
        assertThat(follower.fresh()).containsExactly("x | one");
        Files.writeString(log, "o\n", StandardOpenOption.APPEND);
        assertThat(follower.fresh()).containsExactly("x | two");
    }

    @Test
    void aLogThatBeginsAgainIsReadFromItsBeginning() throws IOException {
        Path log = Files.writeString(directory.resolve("x.log"), "a long line of the start before\n");
        LogFollower follower = new LogFollower(log, "");
        Files.writeString(log, "new\n");
        assertThat(follower.fresh()).containsExactly("new");
        Files.delete(log);
        assertThat(follower.fresh()).isEmpty();
    }
}
