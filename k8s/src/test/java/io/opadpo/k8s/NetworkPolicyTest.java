package io.opadpo.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class NetworkPolicyTest {
    private static final String NAME = "app.kubernetes.io/name";

    private static List<Manifest> policies() {
        return Kustomization.resourcesOfAll()
                .filter(manifest -> manifest.kind().equals("NetworkPolicy"))
                .toList();
    }

    @Test
    void nothingMayTalkUnlessSaidSo() {
        JsonNode spec = policies().stream()
                .filter(policy -> policy.name().equals("deny-all"))
                .findFirst()
                .orElseThrow()
                .content()
                .path("spec");
        assertThat(spec.path("podSelector").isEmpty()).isTrue();
        assertThat(spec.path("policyTypes").valueStream().map(JsonNode::asString))
                .containsExactly("Ingress", "Egress");
        assertThat(spec.has("ingress")).isFalse();
        assertThat(spec.has("egress")).isFalse();
    }

    @Test
    void onlyFeedbackReachesTheInternet() {
        assertThat(intoTheInternet().filter(policy -> !optional(policy)).map(NetworkPolicyTest::selected))
                .containsExactly("feedback");
    }

    @Test
    void theDatasetServiceDoesWhereAHubIsWanted() {
        assertThat(intoTheInternet().filter(NetworkPolicyTest::optional).map(NetworkPolicyTest::selected))
                .containsExactly("dataset");
    }

    @Test
    void theInternetIsNotWhatIsInside() {
        assertThat(intoTheInternet()).allSatisfy(policy -> {
            assertThat(toAnywhere(policy)).isFalse();
            assertThat(destinations(policy))
                    .allSatisfy(block -> assertThat(
                                    block.path("except").valueStream().map(JsonNode::asString))
                            .contains("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"));
        });
    }

    @Test
    void theDatabaseIsForTheServicesAlone() {
        JsonNode ingress = policies().stream()
                .filter(policy -> policy.name().equals("postgres"))
                .findFirst()
                .orElseThrow()
                .content()
                .path("spec")
                .path("ingress");
        assertThat(ingress.size()).isEqualTo(1);
        JsonNode from = ingress.path(0).path("from");
        assertThat(from.size()).isEqualTo(1);
        assertThat(from.path(0)
                        .path("podSelector")
                        .path("matchLabels")
                        .path("app.kubernetes.io/part-of")
                        .asString())
                .isEqualTo("opadpo");
    }

    @Test
    void rolloutsReachAFleetWhereOneIsWanted() {
        List<Manifest> toFleet = policies().stream()
                .filter(policy -> policy.name().equals("fleet"))
                .toList();

        assertThat(toFleet).singleElement().matches(NetworkPolicyTest::optional);
        assertThat(selected(toFleet.get(0))).isEqualTo("rollout");
        JsonNode to = toFleet.get(0).content().at("/spec/egress/0/to");
        assertThat(to.size()).isEqualTo(1);
        assertThat(to.at("/0/namespaceSelector/matchLabels").isEmpty()).isFalse();
        assertThat(to.at("/0/podSelector/matchLabels").isEmpty()).isFalse();
    }

    @Test
    void spansGoToACollectorWhereOneIsWanted() {
        List<Manifest> toCollector = policies().stream()
                .filter(policy -> policy.content()
                        .path("spec")
                        .path("egress")
                        .valueStream()
                        .flatMap(rule -> rule.path("ports").valueStream())
                        .anyMatch(port -> port.path("port").asInt() == 4318))
                .toList();
        assertThat(toCollector).hasSize(1).allMatch(NetworkPolicyTest::optional);
        JsonNode to = toCollector.get(0).content().at("/spec/egress/0/to");
        assertThat(to.size()).isEqualTo(1);
        assertThat(to.at("/0/namespaceSelector/matchLabels").isEmpty()).isFalse();
        assertThat(to.at("/0/podSelector/matchLabels").isEmpty()).isFalse();
    }

    @Test
    void metricsAreForPrometheusAlone() {
        List<JsonNode> rules = policies().stream()
                .flatMap(policy -> policy.content().at("/spec/ingress").valueStream())
                .filter(rule -> rule.path("ports").isEmpty()
                        || rule.path("ports")
                                .valueStream()
                                .anyMatch(port -> port.path("port").asInt() == 9090))
                .toList();
        assertThat(rules).hasSize(1);
        JsonNode from = rules.get(0).path("from");
        assertThat(from.size()).isEqualTo(1);
        assertThat(from.at("/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name")
                        .asString())
                .isEqualTo("monitoring");
    }

    private static Stream<Manifest> intoTheInternet() {
        return policies().stream()
                .filter(policy -> destinations(policy)
                                .anyMatch(block -> !isPrivate(block.path("cidr").asString()))
                        || toAnywhere(policy));
    }

    private static boolean optional(Manifest policy) {
        return policy.source().startsWith("components");
    }

    private static Stream<JsonNode> destinations(Manifest policy) {
        return policy.content()
                .path("spec")
                .path("egress")
                .valueStream()
                .flatMap(rule -> rule.path("to").valueStream())
                .filter(to -> to.has("ipBlock"))
                .map(to -> to.path("ipBlock"));
    }

    /** A rule that names no destination allows all. */
    private static boolean toAnywhere(Manifest policy) {
        return policy.content()
                .path("spec")
                .path("egress")
                .valueStream()
                .anyMatch(rule -> rule.path("to").isEmpty());
    }

    private static boolean isPrivate(String cidr) {
        return cidr.startsWith("10.") || cidr.startsWith("192.168.");
    }

    private static String selected(Manifest policy) {
        return policy.content()
                .path("spec")
                .path("podSelector")
                .path("matchLabels")
                .path(NAME)
                .asString("all");
    }
}
