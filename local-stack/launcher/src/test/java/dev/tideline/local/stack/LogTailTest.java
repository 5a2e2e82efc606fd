package dev.tideline.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    private Path directory;

    @Test
    void aMissingLogHasNoEnd() {
        assertThat(LogTail.last(directory.resolve("none.log"), 5)).isEmpty();
    }

    @Test
    void theLastLinesOfAShortAndOfAVeryLongLog() throws IOException {
        Path log = Files.writeString(directory.resolve("x.log"), "a\nb\nc\n");
        assertThat(LogTail.last(log, 2)).containsExactly("b", "c");
        assertThat(LogTail.last(log, 9)).containsExactly("a", "b", "c");
        Files.writeString(
                log, IntStream.range(0, 100_000).mapToObj(Integer::toString).collect(Collectors.joining("\n")));
        assertThat(LogTail.last(log, 2)).containsExactly("99998", "99999");
        assertThat(LogTail.last(log, 1_000_000)).hasSizeLessThan(100_000).doesNotContain("");
    }
}
