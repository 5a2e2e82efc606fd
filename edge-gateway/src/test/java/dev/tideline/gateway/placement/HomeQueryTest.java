package dev.tideline.gateway.placement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HomeQueryTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                  | -     | home=us",
                "limit=2            | -     | limit=2&home=us",
                "home=eu            | eu    | home=us",
                "home=eu&limit=2    | eu    | limit=2&home=us",
                "h%6fme=%65u&&a     | eu    | a&home=us",
                "home               | home  | home=us",
                "home=              | ''    | home=us",
                "home=eu&home=us    | eu,us | home=us",
                "home=%zz           | %zz   | home=us",
                "homes=eu&after=a~b | -     | homes=eu&after=a~b&home=us",
            })
    void aHomeIsReadAndPutInOneForm(String query, String home, String named) {
        assertThat(HomeQuery.home(query).orElse(null)).isEqualTo(home);
        assertThat(HomeQuery.with(query, "us")).isEqualTo(named);
    }
}
