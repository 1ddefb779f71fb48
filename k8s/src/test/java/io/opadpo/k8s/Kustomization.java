package io.opadpo.k8s;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A folder as kustomize sees it.
 *
 * @param resources objects as they are
 * @param patches parts of objects, laid over others
 */
record Kustomization(String folder, List<Path> resources, List<Path> patches) {
    static final List<String> FOLDERS = List.of("base", "overlays/dev", "overlays/prod");
    /** What an overlay may take besides. */
    static final List<String> COMPONENTS = List.of(
            "components/imports", "components/hub", "components/fleet", "components/traces", "components/monitoring");

    static Kustomization of(String folder) {
        Path root = Path.of(folder);
        JsonNode file = Manifest.read(root.resolve("kustomization.yaml")).get(0).content();
        List<Path> resources = new ArrayList<>();
        for (JsonNode resource : file.path("resources")) {
            if (resource.asString().endsWith(".yaml")) {
                resources.add(root.resolve(resource.asString()));
            }
        }
        List<Path> patches = new ArrayList<>();
        for (JsonNode patch : file.path("patches")) {
            if (patch.has("path")) {
                patches.add(root.resolve(patch.path("path").asString()));
            }
        }
        return new Kustomization(folder, resources, patches);
    }

    static Stream<Kustomization> all() {
        return Stream.concat(FOLDERS.stream(), COMPONENTS.stream()).map(Kustomization::of);
    }

    static Stream<Manifest> resourcesOfAll() {
        return all().flatMap(folder -> folder.resources().stream()).flatMap(file -> Manifest.read(file).stream());
    }

    static Stream<Manifest> patchesOfAll() {
        return all().flatMap(folder -> folder.patches().stream())
                .distinct()
                .flatMap(file -> Manifest.read(file).stream());
    }
}
