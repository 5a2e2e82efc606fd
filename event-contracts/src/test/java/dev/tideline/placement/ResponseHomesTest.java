package dev.tideline.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the file means for answers that name their home. */
class ResponseHomesTest {

    @TempDir
    private Path folder;

    private Placement placement(String responses) throws IOException {
        return PlacementFile.read(Files.writeString(
                folder.resolve("placement.yaml"), "regions: [eu, us, ap]\ncollections: {}\n" + responses + "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eu     | eu | Kept[home=eu]",
                "' eu ' | eu | Kept[home=eu]",
                "eu     | us | Passed[home=eu]",
                "eu     | ap | Refused[home=eu]",
                "us     | us | Kept[home=us]",
                "us     | eu | Refused[home=us]",
                "ap     | eu | Unknown[]",
                "EU     | eu | Unknown[]",
                "''     | eu | Unknown[]",
                "eu,us  | eu | Unknown[]",
                "eu/eu  | eu | Unknown[]",
            })
    void anAnswerIsKeptPassedOrRefusedByTheHomeItNames(String lines, String region, String expected)
            throws IOException {
        ResponseHomes homes = placement("responses: {header: X-Data-Home, homes: {eu: {serve-in: [eu, us]}, us: {}}}")
                .responses();
        assertThat(homes.rule(Arrays.asList(lines.split("/", -1)), region)).hasToString(expected);
        assertThat(homes.rule(List.of(), region)).isEqualTo(new ResponseRule.Unbound());
    }

    @Test
    void aFileWithoutThemHasNone() throws IOException {
        assertThat(placement("").responses()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{homes: {eu: {}}}                          | responses.header: is missing; must be the name of the field",
                "{header: 'X Home', homes: {eu: {}}}        | responses.header: 'X Home' is refused: must be 1 to 100 letters",
                "{header: X-Home}                           | responses.homes: must have at least one of eu, us, ap",
                "{header: X-Home, homes: {fr: {}}}          | responses.homes.fr: is no region; must be one of eu, us, ap",
                "{header: X-Home, homes: {eu: {cache-in: [eu, us], serve-in: [eu]}}} | responses.homes.eu.cache-in: must only name regions of serve-in: eu",
                "{header: X-Home, homes: {eu: {redact: [/a]}}} | responses.homes.eu.redact: is not possible here",
                "{header: X-Home, home: eu, homes: {eu: {}}} | responses.home: is not known; allowed here: header, homes",
            })
    void refusesWithLineKeyAndWhatIsAllowed(String responses, String expected) {
        PlacementException refused =
                catchThrowableOfType(PlacementException.class, () -> placement("responses: " + responses));
        assertThat(refused.getMessage()).contains(", line 3: " + expected);
    }
}
