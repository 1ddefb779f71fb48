package io.opadpo.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The overlays as kustomize makes them, where there is a kubectl to ask. */
class RenderedTest {
    @ParameterizedTest
    @ValueSource(strings = {"overlays/dev", "overlays/prod"})
    void overlaysAreAsKubernetesWantsThem(String overlay) throws Exception {
        check(overlay);
    }

    @Test
    void soIsOneWithAllComponents() throws Exception {
        Path overlay = Files.createDirectories(Path.of("target/components"));
        Files.writeString(overlay.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: opadpo
                resources: [../../overlays/prod]
                components: [%s]
                """.formatted(
                        Kustomization.COMPONENTS.stream().map("../../"::concat).collect(Collectors.joining(", "))));

        List<Manifest> rendered = check(overlay.toString());

        assertThat(rendered.stream()
                        .filter(manifest -> manifest.toString().endsWith("Deployment/dataset"))
                        .flatMap(manifest -> Pod.of(manifest).orElseThrow().containers().stream())
                        .flatMap(container -> container.path("env").valueStream())
                        .map(variable -> variable.path("name").asString()))
                .contains(
                        "OPADPO_DATASET_IMPORTS_WORK",
                        "OPADPO_DATASET_IMPORTS_HUB_URL",
                        "OPADPO_DATASET_PROMPTS_IMPORTROOT");
        assertThat(rendered)
                .filteredOn(manifest -> manifest.content()
                        .at("/metadata/labels")
                        .path("grafana_dashboard")
                        .asString("")
                        .equals("1"))
                .singleElement()
                .extracting(
                        manifest -> manifest.content().at("/data/platform.json").asString())
                .isEqualTo(Files.readString(Path.of("../docker/grafana/dashboards/platform.json")));
    }

    /** Where it was seen to run: two cores, of which the node's own pods take some, and a second pod of a service at times. */
    @Test
    void theDevelopmentOverlayHasRoomOnTwoCores() throws Exception {
        double cores = check("overlays/dev").stream()
                .flatMap(manifest -> Pod.of(manifest).stream())
                .mapToDouble(Pod::cores)
                .sum();

        assertThat(cores).isBetween(0.5, 1.5);
    }

    /** The driver does not connect where it misses the file that its address names. */
    @Test
    void whoeverAsksTheProductionDatabaseKnowsWhoSignedIt() throws Exception {
        List<Manifest> rendered = check("overlays/prod");
        String address = rendered.stream()
                .filter(manifest -> manifest.toString().endsWith("ConfigMap/opadpo"))
                .map(settings ->
                        settings.content().at("/data/OPADPO_DATABASE_URL").asString())
                .findFirst()
                .orElseThrow();
        Path certificate = Path.of(address.replaceAll(".*[?&]sslrootcert=", ""));

        assertThat(rendered.stream()
                        .flatMap(manifest -> Pod.of(manifest).stream())
                        .flatMap(pod -> pod.allContainers().stream()))
                .hasSize(9)
                .allSatisfy(container -> assertThat(container
                                .path("volumeMounts")
                                .valueStream()
                                .map(mount -> Path.of(mount.path("mountPath").asString())))
                        .contains(certificate.getParent()));
    }

    private static List<Manifest> check(String overlay) throws Exception {
        assumeThat(kubectl()).as("kubectl on the path").isTrue();

        List<Manifest> rendered = Manifest.parse(overlay, render(overlay));

        assertThat(rendered).hasSizeGreaterThan(20).allSatisfy(manifest -> {
            assertThat(Schemas.errors(manifest)).isEmpty();
            assertThat(manifest.content().path("metadata").path("namespace").asString("opadpo"))
                    .isEqualTo("opadpo");
        });
        PodRulesTest rules = new PodRulesTest();
        rendered.forEach(manifest -> Pod.of(manifest).ifPresent(pod -> {
            rules.podsRunWithoutRights(pod);
            rules.containersHaveRequestsAndALimitOfMemory(pod);
            rules.whatServesTellsHowItIs(pod);
            rules.whatIsMountedExists(pod);
            rules.secretsComeByReference(pod);
            rules.imagesAreOfOneRelease(pod);
        }));
        return rendered;
    }

    private static boolean kubectl() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }

    private static String render(String overlay) throws IOException, InterruptedException {
        Process kubectl = new ProcessBuilder("kubectl", "kustomize", overlay)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kubectl.waitFor()).isZero();
        return text;
    }
}
