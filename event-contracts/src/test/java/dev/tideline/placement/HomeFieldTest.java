package dev.tideline.placement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.json.JsonMapper;

class HomeFieldTest {

    private static final HomeField FIELD = new HomeField(JsonPointer.compile("/address/country"));
    private static final JsonMapper JSON = JsonMapper.shared();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"address\": {\"country\": \"eu\"}}   | true",
                "{\"address\": {\"country\": \"us\"}}   | false",
                "{\"address\": {\"country\": [\"eu\"]}} | false",
                "{\"address\": [{\"country\": \"eu\"}]} | false",
                "{\"address\": {}}                      | false",
                "{\"country\": \"eu\"}                  | false",
                "\"eu\"                                 | false",
            })
    void aDocumentNamesItsHomeByAString(String document, boolean names) {
        assertThat(FIELD.names(JSON.readTree(document), "eu")).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                     | true",
                "{\"address\": {}}                      | true",
                "{\"address\": {\"street\": null}}      | true",
                "{\"address\": {\"country\": \"eu\"}}   | true",
                "{\"address\": {\"country\": \"us\"}}   | false",
                "{\"address\": {\"country\": null}}     | false",
                "{\"address\": null}                    | false",
                "{\"address\": \"eu\"}                  | false",
                "{\"address\": [{\"country\": \"eu\"}]} | false",
                "[]                                     | false",
            })
    void aMergeKeepsTheHomeUnlessItTouchesIt(String patch, boolean kept) {
        assertThat(FIELD.isKeptByMerge(JSON.readTree(patch), "eu")).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "test    | /address/country | \"us\"              | true",
                "replace | /address/country | \"eu\"              | true",
                "add     | /address         | {\"country\":\"eu\"} | true",
                "add     | ''               | {\"address\":{\"country\":\"eu\"}} | true",
                "replace | /address/country | \"us\"              | false",
                "add     | /address         | {}                  | false",
                "add     | ''               | {}                  | false",
                "add     | /address/country/x | \"eu\"            | false",
                "remove  | /address/country | \"eu\"              | false",
                "remove  | /address         | 1                   | false",
                "remove  | /address/countryside | 1               | true",
                "remove  | /addr            | 1                   | true",
                "move    | /address/country | 1                   | false",
                "copy    | /address         | 1                   | false",
            })
    void aStepKeepsTheHomeUnlessItTouchesIt(String op, String path, String value, boolean kept) {
        String operation =
                "[{\"op\":\"" + op + "\",\"path\":\"" + path + "\",\"from\":\"/other\",\"value\":" + value + "}]";
        assertThat(FIELD.isKeptBySteps(JSON.readTree(operation), "eu")).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"move, false", "copy, true"})
    void theNameMayBeCopiedAndNotMovedAway(String op, boolean kept) {
        String operation = "[{\"op\":\"" + op + "\",\"from\":\"/address/country\",\"path\":\"/other\"}]";
        assertThat(FIELD.isKeptBySteps(JSON.readTree(operation), "eu")).isEqualTo(kept);
    }
}
