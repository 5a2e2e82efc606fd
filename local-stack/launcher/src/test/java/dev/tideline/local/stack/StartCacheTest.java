package dev.tideline.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCacheTest {
    private static final List<String> OPTIONS = List.of("-Xmx1m");

    @TempDir
    private Path directory;

    @Test
    void withoutACacheTheJarItselfIsRun() throws IOException {
        Path jar = Files.writeString(directory.resolve("a-app.jar"), "one");
        assertThat(StartCache.of(jar, directory.resolve("app"), OPTIONS).cached())
                .isEqualTo(new ServiceCommand.Launch(jar, OPTIONS));
    }

    @Test
    void aKeptRecordingIsUsedUntilTheJarOrTheOptionsChange() throws IOException {
        Path jar = Files.writeString(directory.resolve("a-app.jar"), "one");
        Path home = directory.resolve("app");
        StartCache cache = StartCache.of(jar, home, OPTIONS);
        assertThat(cache.keep()).as("nothing was recorded").isFalse();
        Path folder = recordedBy(cache, home, jar);
        assertThat(cache.keep()).isTrue();
        assertThat(cache.isReady()).isTrue();
        assertThat(cache.cached())
                .isEqualTo(new ServiceCommand.Launch(
                        folder.resolve("jar/a-app.jar"),
                        List.of("-Xmx1m", "-XX:AOTCache=" + folder.resolve("app.aot"))));

        assertThat(StartCache.of(jar, home, List.of("-Xmx2m")).isReady()).isFalse();
        Files.writeString(jar, "two");
        StartCache next = StartCache.of(jar, home, OPTIONS);
        assertThat(next.isReady()).isFalse();
        recordedBy(next, home, jar);
        assertThat(next.keep()).isTrue();
        assertThat(folder).as("the cache of the jar before").doesNotExist();
    }

    /** What unpacking and a recording JVM leave. */
    private static Path recordedBy(StartCache cache, Path home, Path jar) throws IOException {
        Path folder = home.resolve(cache.key());
        Files.createDirectories(folder.resolve("jar"));
        Files.copy(jar, folder.resolve("jar").resolve(jar.getFileName()));
        Files.writeString(folder.resolve("app.aot.new"), "classes");
        return folder;
    }
}
