package dev.tideline.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.sight.MetricNames;
import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Part;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackSettings;
import dev.tideline.local.stack.StartCaches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole suite as processes, from the jars of this build. */
class DemoIT {

    private static final Path ROOT = Path.of(System.getProperty("tideline.root", "../.."));

    @Test
    void everyStepOfTheMainScenarioHoldsAndWhatItMeasuresIsDocumented(@TempDir Path directory)
            throws IOException, InterruptedException {
        StartCaches.serve(ROOT, directory);
        StackSettings settings = StackSettings.of(ROOT, directory, Addresses.free());
        try (LocalStack stack = LocalStack.start(settings, Progress.SILENT)) {
            ByteArrayOutputStream story = new ByteArrayOutputStream();
            boolean held = new Demo(new LocalDemoStack(stack), new PrintStream(story, true, UTF_8), "it").play();

            assertThat(held).as(story.toString(UTF_8)).isTrue();
            readWhatMayNotBeStored(stack);
            metricsAreThoseOfTheDocumentation(stack.addresses());
        }
    }

    private static void readWhatMayNotBeStored(LocalStack stack) {
        Answer none = Answer.get(stack.addresses().http(Part.GATEWAY_EU_1).resolve("/api/nothing/at-all"));
        assertThat(none.status()).isEqualTo(404);
    }

    private static void metricsAreThoseOfTheDocumentation(Addresses addresses)
            throws IOException, InterruptedException {
        Set<String> exposed = new TreeSet<>(Set.of("up"));
        for (Part part : Set.of(Part.GATEWAY_EU_1, Part.ORIGIN, Part.WRITE_PROCESSOR, Part.INVALIDATION)) {
            exposed.addAll(MetricNames.exposed(URI.create(
                    "http://" + Addresses.HOST + ":" + addresses.managementPort(part) + "/actuator/prometheus")));
        }
        Set<String> documented = MetricNames.documented(ROOT);
        assertThat(exposed).containsAll(documented);
        assertThat(exposed)
                .filteredOn(name -> name.startsWith("tideline_"))
                .allMatch(documented::contains, "is in docs/metrics.md");
    }
}
