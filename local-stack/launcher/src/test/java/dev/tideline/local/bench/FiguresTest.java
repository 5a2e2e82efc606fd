package dev.tideline.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import dev.tideline.local.stack.StackException;
import java.awt.GraphicsEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {

    private static final String OUTPUT = """
            Running 5s test @ http://127.0.0.1:8080/
              1 threads and 32 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency   424.10us    0.90ms  20.01ms   97.33%
              Latency Distribution
                 50%  301.00us
                 75%  400.00us
                 90%    1.20ms
                 99%    1.01s
              447195 requests in 5.00s, 441.35MB read
            Requests/sec:  89438.96
            """;

    @Test
    void latenciesOfAnyUnitAreReadAsMilliseconds() {
        assertThat(Wrk.read(OUTPUT)).isEqualTo(new Wrk.Run(447_195, 89_438.96, 0.301, 1010));
    }

    @Test
    void otherOutputIsNotTakenForAFigure() {
        assertThatThrownBy(() -> Wrk.read("unable to connect")).isInstanceOf(StackException.class);
    }

    @Test
    void aTableShowsMediansSpreadAndTimesOfTheFirst() {
        Figures figures = new Figures();
        figures.add("load", "ours", new Wrk.Run(9, 100, 1, 5));
        figures.add("load", "ours", new Wrk.Run(9, 300, 3, 7));
        figures.add("load", "ours", new Wrk.Run(9, 200, 2, 6));
        figures.add("load", "theirs", new Wrk.Run(9, 50, 4, 9));
        figures.notRun("another", "it is not installed");
        Result result = figures.result("Hits");
        assertThat(result.tables().getFirst().rows())
                .containsExactly(
                        List.of("ours", "200", "100 to 300", "2.00 ms", "6.00 ms", "1.00"),
                        List.of("theirs", "50", "50 to 50", "4.00 ms", "9.00 ms", "0.25"));
        assertThat(result.notes()).containsExactly("another was not run: it is not installed");
    }

    @Test
    void processorTimeIsAColumnWhereAnyOfItIsKnown() {
        Figures figures = new Figures();
        Wrk.Run run = new Wrk.Run(2_000, 100, 1, 5);
        figures.add("known", "ours", run.spending(Duration.ofMillis(10)));
        figures.add("known", "ours", run.spending(Duration.ofMillis(20)));
        figures.add("known", "theirs", run.spending(Duration.ofMillis(40)));
        figures.add("known", "another's", run);
        figures.add("unknown", "ours", run);
        List<Table> tables = figures.result("Hits").tables();
        assertThat(tables.getFirst().rows()).extracting(List::getLast).containsExactly("7.5 µs", "20.0 µs", "");
        assertThat(tables.getLast().rows()).extracting(List::getLast).containsExactly("1.00");
    }

    @Test
    void barsAreDrawn(@TempDir Path directory) throws Exception {
        assumeThatCode(GraphicsEnvironment.getLocalGraphicsEnvironment()::getAvailableFontFamilyNames)
                .as("this machine has fonts")
                .doesNotThrowAnyException();
        Figures figures = new Figures();
        figures.add("load", "ours", new Wrk.Run(9, 100, 1, 5));
        figures.add("load", "theirs", new Wrk.Run(9, 50, 4, 9));
        Path file = directory.resolve("hits.svg");
        figures.result("Hits").drawings().get("").draw(file);
        assertThat(Files.readString(file)).contains("<svg").contains("</svg>");
    }
}
