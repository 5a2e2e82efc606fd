package dev.tideline.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginStubTest {

    @Test
    void everyTargetHasADocumentAndEachRequestCounts(@TempDir Path directory) throws Exception {
        Targets targets = Targets.write(directory.resolve("targets"), 3, i -> 2 * i);
        assertThat(Files.readAllLines(targets.file()))
                .containsExactly("/api/bench/k0", "/api/bench/k2", "/api/bench/k4");
        try (OriginStub origin = new OriginStub(10)) {
            for (String target : Files.readAllLines(targets.file())) {
                assertThat(Calls.get(origin.address().resolve(target)).body()).hasSize(10);
            }
            assertThat(origin.asked()).isEqualTo(targets.count());
        }
    }
}
