package io.opadpo.k8s;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a Deployment, StatefulSet or Job makes pods of.
 *
 * @param owner the object it is from
 */
record Pod(Manifest owner, JsonNode spec) {
    private static final Set<String> OWNERS = Set.of("Deployment", "StatefulSet", "Job");

    static Optional<Pod> of(Manifest manifest) {
        return OWNERS.contains(manifest.kind())
                ? Optional.of(new Pod(
                        manifest,
                        manifest.content().path("spec").path("template").path("spec")))
                : Optional.empty();
    }

    boolean serves() {
        return !owner.kind().equals("Job");
    }

    List<JsonNode> containers() {
        List<JsonNode> all = new ArrayList<>();
        spec.path("containers").forEach(all::add);
        return all;
    }

    List<JsonNode> allContainers() {
        List<JsonNode> all = containers();
        spec.path("initContainers").forEach(all::add);
        return all;
    }

    @Override
    public String toString() {
        return owner.toString();
    }
}
