package dev.tideline.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tideline.local.stack.StackException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class H2loadTest {

    private static final String OUTPUT = """
            progress: 100% done

            finished in 1.99s, 100.37 req/s, 131.54KB/s
            requests: 200 total, 200 started, 200 done, 200 succeeded, 0 failed, 0 errored, 0 timeout
            status codes: 200 2xx, 0 3xx, 0 4xx, 0 5xx
            """;

    private static final double[] MILLIS =
            IntStream.rangeClosed(1, 200).mapToDouble(i -> i / 10.0).toArray();

    @Test
    void whatItPrintsAndLogsIsRead() {
        assertThat(H2load.read(OUTPUT, MILLIS)).isEqualTo(new Wrk.Run(200, 100.37, 10.1, 19.9));
    }

    @Test
    void aRunWithAWrongAnswerIsThrownAway() {
        for (String fault : new String[] {"199 2xx, 0 3xx, 1 4xx", "199 2xx, 0 3xx, 0 4xx, 1 5xx"}) {
            String output = OUTPUT.replaceAll("200 2xx.*", fault + ", 0 5xx");
            assertThatThrownBy(() -> H2load.read(output, MILLIS)).isInstanceOf(StackException.class);
        }
        assertThatThrownBy(() -> H2load.read(OUTPUT.replace("0 errored", "3 errored"), MILLIS))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("faults");
        assertThatThrownBy(() -> H2load.read("nothing", MILLIS)).isInstanceOf(StackException.class);
        assertThatThrownBy(() -> H2load.read(OUTPUT, new double[0])).isInstanceOf(StackException.class);
    }
}
