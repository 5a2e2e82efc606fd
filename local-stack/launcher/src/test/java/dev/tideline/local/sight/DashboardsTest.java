package dev.tideline.local.sight;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardsTest {

    private static final Path ROOT = Path.of(System.getProperty("tideline.root", "../.."));
    private static final Path MONITORING = ROOT.resolve("k8s/components/monitoring");
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private static List<Map<String, Object>> alerts() throws IOException {
        GenericKubernetesResource rule =
                SERIALIZATION.unmarshal(Files.readString(MONITORING.resolve("prometheus-rule.yaml")));
        List<Map<String, Object>> groups = Objects.requireNonNull(rule.get("spec", "groups"));
        return groups.stream().flatMap(group -> list(group, "rules")).toList();
    }

    @SuppressWarnings("unchecked")
    private static Stream<Map<String, Object>> list(Map<String, Object> from, String key) {
        return ((List<Map<String, Object>>) from.get(key)).stream();
    }

    @Test
    void alertsNameOnlyMetricsThatAreDocumented() throws IOException {
        Set<String> known = MetricNames.documented(ROOT);

        assertThat(alerts())
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(MetricNames.unknown(String.valueOf(alert.get("expr")), known))
                        .as(String.valueOf(alert.get("alert")))
                        .isEmpty());
    }

    /** The text of each alert's section by its name. */
    private static Map<String, String> sections() throws IOException {
        String operations = Files.readString(ROOT.resolve("docs/operations.md"));
        String alerts = operations.split("\n## Alerts\n", 2)[1].split("\n## ", 2)[0];
        return Stream.of(alerts.split("\n### ", -1))
                .skip(1)
                .map(section -> section.split("\n", 2))
                .collect(Collectors.toMap(section -> section[0], section -> section[1]));
    }

    @Test
    void everyAlertHasItsSectionForWhoeverIsWokenUpAndNoSectionIsLeftOver() throws IOException {
        assertThat(alerts())
                .extracting(alert -> String.valueOf(alert.get("alert")))
                .containsExactlyInAnyOrderElementsOf(sections().keySet());
    }

    @Test
    void anAlertLeadsToItsSectionWhichSaysHowMuchHasteThereIsAndWhatToDo() throws IOException {
        Map<String, String> sections = sections();
        for (Map<String, Object> alert : alerts()) {
            String name = String.valueOf(alert.get("alert"));
            String haste = value(alert, "labels", "severity").equals("page") ? "*Page.*" : "*Ticket.*";
            assertThat(value(alert, "annotations", "runbook"))
                    .isEqualTo("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(sections.get(name))
                    .as(name)
                    .startsWith("\n" + haste + " ")
                    .contains("\n- Do: ");
        }
    }

    @SuppressWarnings("unchecked")
    private static String value(Map<String, Object> alert, String of, String key) {
        return String.valueOf(((Map<String, Object>) alert.getOrDefault(of, Map.of())).get(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reading", "writing", "running"})
    void dashboardsNameOnlyMetricsThatAreDocumented(String name) throws IOException {
        Map<String, Object> dashboard = json(MONITORING.resolve("dashboards").resolve(name + ".json"));
        Set<String> known = MetricNames.documented(ROOT);
        List<String> expressions = list(dashboard, "panels")
                .flatMap(panel -> list(panel, "targets"))
                .map(target -> String.valueOf(target.get("expr")))
                .toList();

        assertThat(expressions)
                .isNotEmpty()
                .allSatisfy(expression ->
                        assertThat(MetricNames.unknown(expression, known)).isEmpty());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(Path file) throws IOException {
        return SERIALIZATION.unmarshal(Files.readString(file), Map.class);
    }

    @Test
    void aMisspeltMetricIsFound() {
        String expression =
                "histogram_quantile(0.99, sum by (le, region) (rate(latency_seconds_bucket{a=\"b\"}[5m]))) > 2"
                        + " and max(latensy_seconds) == 0";

        assertThat(MetricNames.unknown(expression, Set.of("latency_seconds"))).containsExactly("latensy_seconds");
    }
}
