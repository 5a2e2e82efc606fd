package dev.tideline.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.LocalStack;
import dev.tideline.local.stack.Progress;
import dev.tideline.local.stack.StackSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole suite as processes, from the jars of this build. */
class DemoIT {

    @Test
    void everyStepOfTheMainScenarioHolds(@TempDir Path directory) {
        StackSettings settings =
                StackSettings.of(Path.of(System.getProperty("tideline.root", "../..")), directory, Addresses.free());
        try (LocalStack stack = LocalStack.start(settings, Progress.SILENT)) {
            ByteArrayOutputStream story = new ByteArrayOutputStream();
            boolean held = new Demo(new LocalDemoStack(stack), new PrintStream(story, true, UTF_8), "it").play();

            assertThat(held).as(story.toString(UTF_8)).isTrue();
        }
    }
}
