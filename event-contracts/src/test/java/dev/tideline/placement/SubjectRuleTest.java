package dev.tideline.placement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectRuleTest {

    @ParameterizedTest
    @CsvSource({
        "ID, anna, anna",
        "ID, anna~1, anna~1",
        "ID_PREFIX, anna, anna",
        "ID_PREFIX, anna~1~2, anna",
        "ID_PREFIX, ~1, ~1"
    })
    void theSubjectIsToldFromTheId(SubjectRule rule, String id, String subject) {
        assertThat(rule.subject(id)).isEqualTo(subject);
    }
}
