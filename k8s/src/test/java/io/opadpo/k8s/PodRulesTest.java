package io.opadpo.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What no schema demands: pods that have no rights, limits, and tell how they are. */
class PodRulesTest {
    static Stream<Pod> pods() {
        return Kustomization.resourcesOfAll().map(Pod::of).flatMap(Optional::stream);
    }

    @ParameterizedTest
    @MethodSource("pods")
    void podsRunWithoutRights(Pod pod) {
        JsonNode security = pod.spec().path("securityContext");
        assertThat(security.path("runAsNonRoot").asBoolean(false)).isTrue();
        assertThat(security.path("runAsUser").asInt(0)).isPositive();
        assertThat(security.path("seccompProfile").path("type").asString("")).isEqualTo("RuntimeDefault");
        assertThat(pod.spec().path("automountServiceAccountToken").asBoolean(true))
                .isFalse();
        for (JsonNode container : pod.allContainers()) {
            JsonNode own = container.path("securityContext");
            assertThat(own.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(own.path("readOnlyRootFilesystem").asBoolean(false)).isTrue();
            assertThat(own.path("capabilities").path("drop").path(0).asString(""))
                    .isEqualTo("ALL");
        }
    }

    /** Else each start goes through all files of a volume, and opens PostgreSQL's folder to its group, which it refuses. */
    @ParameterizedTest
    @MethodSource("pods")
    void filesOfVolumesStayAsTheyAre(Pod pod) {
        JsonNode security = pod.spec().path("securityContext");
        assertThat(security.path("fsGroupChangePolicy").asString(""))
                .isEqualTo(security.has("fsGroup") ? "OnRootMismatch" : "");
    }

    /** A node that is busy starts services slowly; one that is killed before it is ready has to begin anew. */
    @ParameterizedTest
    @MethodSource("pods")
    void servicesHaveTimeToStart(Pod pod) {
        for (JsonNode container : pod.serves() ? pod.containers() : Set.<JsonNode>of()) {
            if (container.path("image").asString("").matches("opadpo/(?!demo).*")) {
                JsonNode probe = container.path("startupProbe");
                assertThat(probe.path("periodSeconds").asInt()
                                * probe.path("failureThreshold").asInt())
                        .isGreaterThanOrEqualTo(15 * 60);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pods")
    void containersHaveRequestsAndALimitOfMemory(Pod pod) {
        for (JsonNode container : pod.allContainers()) {
            JsonNode resources = container.path("resources");
            assertThat(resources.path("requests").has("cpu")).isTrue();
            assertThat(resources.path("requests").path("memory"))
                    .isEqualTo(resources.path("limits").path("memory"));
        }
    }

    @ParameterizedTest
    @MethodSource("pods")
    void whatServesTellsHowItIs(Pod pod) {
        for (JsonNode container : pod.serves() ? pod.containers() : Set.<JsonNode>of()) {
            assertThat(container.has("startupProbe")).isTrue();
            assertThat(container.has("readinessProbe")).isTrue();
            assertThat(container.has("livenessProbe")).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("pods")
    void whatIsMountedExists(Pod pod) {
        Set<String> volumes = Stream.concat(
                        pod.spec().path("volumes").valueStream(),
                        pod.owner()
                                .content()
                                .path("spec")
                                .path("volumeClaimTemplates")
                                .valueStream()
                                .map(claim -> claim.path("metadata")))
                .map(volume -> volume.path("name").asString())
                .collect(Collectors.toSet());
        for (JsonNode container : pod.allContainers()) {
            container
                    .path("volumeMounts")
                    .forEach(mount ->
                            assertThat(volumes).contains(mount.path("name").asString()));
        }
    }

    @ParameterizedTest
    @MethodSource("pods")
    void secretsComeByReference(Pod pod) {
        for (JsonNode container : pod.allContainers()) {
            container.path("env").forEach(variable -> {
                if (variable.path("name").asString().matches(".*(PASSWORD|KEY|SECRET|TOKEN).*")) {
                    assertThat(variable.path("valueFrom").has("secretKeyRef")).isTrue();
                }
            });
        }
    }

    /** For what is rendered: an image without a tag is asked for at each start, and may be another one each time. */
    void imagesAreOfOneRelease(Pod pod) {
        assertThat(pod.allContainers())
                .extracting(container -> container.path("image").asString(""))
                .allMatch(image -> image.matches(".+:[^:/]+") && !image.endsWith(":latest"));
    }

    @Test
    void noSecretIsCommitted() {
        assertThat(Kustomization.resourcesOfAll())
                .noneMatch(manifest -> manifest.kind().equals("Secret"));
    }

    @Test
    void theTrainerHasTimeForACheckpoint() {
        Pod trainer = pods().filter(pod -> pod.owner().name().equals("trainer"))
                .findFirst()
                .orElseThrow();
        // Its opadpo.jobs.shutdown-grace is 10 minutes, and the rest of a shutdown takes up to 20 seconds.
        assertThat(trainer.spec().path("terminationGracePeriodSeconds").asInt()).isGreaterThan(10 * 60 + 20);
    }
}
