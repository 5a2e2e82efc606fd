package dev.tideline.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tideline.local.stack.Addresses;
import dev.tideline.local.stack.Cells;
import dev.tideline.local.stack.DevelopmentTokens;
import dev.tideline.local.stack.StackSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellsUpTest {

    @Test
    void eachCellsConsoleIsNamedWithTheFileOfItsTokens() {
        List<StackSettings> cells = Cells.of(
                StackSettings.of(Path.of("/src"), Path.of("/data"), Addresses.standard()), Cells.standardAddresses());

        String welcome = CellsUp.welcome(cells);

        assertThat(welcome)
                .contains("http://127.0.0.1:7120/console/", "http://127.0.0.1:7420/console/")
                .contains(
                        DevelopmentTokens.file(Path.of("/data")).toString(),
                        DevelopmentTokens.file(Path.of("/data/cell-us")).toString())
                .doesNotContain("%");
    }
}
