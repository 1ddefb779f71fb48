package io.opadpo.gateway.routes;

import java.util.List;

/** A service behind the gateway and what it answers. */
enum Destination {
    ROLLOUT("rollout", "/v1/rollouts"),
    FEEDBACK("feedback", "/v1/feedback"),
    DATASET("dataset", "/v1/images", "/v1/prompt-sets", "/v1/datasets", "/v1/uploads"),
    TRAINER(
            "trainer",
            "/v1/models",
            "/v1/chat",
            "/v1/trainings",
            "/v1/adapters",
            "/v1/merges",
            "/v1/evaluations",
            "/v1/benchmarks");

    private final String service;
    private final List<String> prefixes;

    Destination(String service, String... prefixes) {
        this.service = service;
        this.prefixes = List.of(prefixes);
    }

    /** Its name in {@code opadpo.services}, and that of its group in Swagger UI. */
    String service() {
        return service;
    }

    /** The beginnings of the paths it answers. */
    List<String> prefixes() {
        return prefixes;
    }
}
