package io.opadpo.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {
    static Stream<Manifest> resources() {
        return Kustomization.resourcesOfAll();
    }

    static Stream<Manifest> patches() {
        return Kustomization.patchesOfAll();
    }

    static Stream<Kustomization> folders() {
        return Kustomization.all();
    }

    @ParameterizedTest
    @MethodSource("resources")
    void objectsAreAsKubernetesWantsThem(Manifest manifest) {
        assertThat(Schemas.errors(manifest)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("patches")
    void soArePartsOfObjects(Manifest manifest) {
        assertThat(Schemas.errorsOfPatch(manifest)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everyFileIsUsed(Kustomization folder) {
        List<Object> used = new ArrayList<>(folder.resources());
        used.addAll(folder.patches());
        assertThat(Manifest.files(folder.folder()))
                .filteredOn(file -> !file.endsWith("kustomization.yaml"))
                .allSatisfy(file -> assertThat(used).contains(file));
    }

    @Test
    void aFieldThatKubernetesDoesNotKnowIsAnError() {
        Manifest typo = Manifest.parse("typo", """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: x}
                spec: {maxUnavailible: 1}
                """).get(0);
        assertThat(Schemas.errors(typo)).singleElement().asString().contains("maxUnavailible");
        assertThat(Schemas.errorsOfPatch(typo)).singleElement().asString().contains("maxUnavailible");
    }
}
