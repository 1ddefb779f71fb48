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

    /** The processors that a node sets aside for one of these pods: for its containers, or for the largest before them. */
    double cores() {
        double first = spec.path("initContainers")
                .valueStream()
                .mapToDouble(Pod::coresOf)
                .max()
                .orElse(0);
        return Math.max(first, containers().stream().mapToDouble(Pod::coresOf).sum());
    }

    private static double coresOf(JsonNode container) {
        String cpu = container.at("/resources/requests/cpu").asString("0");
        return cpu.endsWith("m")
                ? Double.parseDouble(cpu.substring(0, cpu.length() - 1)) / 1000
                : Double.parseDouble(cpu);
    }

    @Override
    public String toString() {
        return owner.toString();
    }
}
