package io.opadpo.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What Prometheus is told on Kubernetes is what it is told in compose, and every alert has a test. */
class MonitoringTest {
    private static final Path FOLDER = Path.of("../docker/prometheus");

    private static JsonNode file(String name) {
        return Manifest.read(FOLDER.resolve(name)).get(0).content();
    }

    private static Manifest component(String kind) {
        return Kustomization.of("components/monitoring").resources().stream()
                .flatMap(file -> Manifest.read(file).stream())
                .filter(manifest -> manifest.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    static Stream<Pod> services() {
        return Kustomization.of("base").resources().stream()
                .flatMap(file -> Manifest.read(file).stream())
                .flatMap(manifest -> Pod.of(manifest).stream())
                .filter(Pod::serves);
    }

    @Test
    void rulesAreTheSame() {
        assertThat(component("PrometheusRule").content().path("spec"))
                .as("prometheus-rule.yaml has below spec what alerts.yml has")
                .isEqualTo(file("alerts.yml"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void theMonitorFindsEachService(Pod pod) {
        JsonNode monitor = component("PodMonitor").content().path("spec");
        JsonNode endpoint = monitor.at("/podMetricsEndpoints/0");
        JsonNode template = pod.owner().content().at("/spec/template/metadata");

        assertThat(template.path("labels").properties())
                .containsAll(monitor.at("/selector/matchLabels").properties());
        assertThat(pod.containers().get(0).path("ports"))
                .anyMatch(port -> port.path("name").equals(endpoint.path("port")));
        assertThat(template.path("annotations").path("prometheus.io/path")).isEqualTo(endpoint.path("path"));
    }

    @Test
    void targetsHaveTheNameThatAlertsAskFor() {
        String job = component("PodMonitor")
                .content()
                .at("/spec/podMetricsEndpoints/0/relabelings/0/replacement")
                .asString();

        assertThat(file("alerts.yml").at("/groups/0/rules/0/expr").asString()).contains("up{job=\"" + job + "\"}");
        assertThat(file("prometheus.yml").at("/scrape_configs/0/job_name").asString())
                .isEqualTo(job);
    }

    /** promtool, where there is one, runs the tests: ops/verify. */
    @Test
    void everyAlertIsTestedToFireAndToKeepStill() {
        List<String> alerts = file("alerts.yml")
                .at("/groups/0/rules")
                .valueStream()
                .map(rule -> rule.path("alert").asString())
                .toList();

        assertThat(tested(true)).containsExactlyInAnyOrderElementsOf(alerts);
        assertThat(tested(false)).containsExactlyInAnyOrderElementsOf(alerts);
    }

    private static Stream<String> tested(boolean fires) {
        return file("alerts.test.yml")
                .path("tests")
                .valueStream()
                .flatMap(test -> test.path("alert_rule_test").valueStream())
                .filter(test -> !test.path("exp_alerts").isEmpty() == fires)
                .map(test -> test.path("alertname").asString())
                .distinct();
    }
}
