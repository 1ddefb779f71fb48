package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenApiTest {
    private final JsonNode api = Example.SERVICE.anonymous().get("/v3/api-docs").json();

    @Test
    void spellsAsTheApiDoes() {
        JsonNode schemas = api.path("components").path("schemas");
        assertThat(schemas.path("Steps").path("properties").propertyNames()).containsExactly("up_to");
        assertThat(schemas.path("Job").path("properties").propertyNames()).contains("idempotency_key");
    }

    @Test
    void asksForTheKeyAndDescribesHeaders() {
        assertThat(api.path("components")
                        .path("securitySchemes")
                        .path("api_key")
                        .path("scheme")
                        .asString())
                .isEqualTo("bearer");
        JsonNode post = api.path("paths").path("/v1/counts").path("post");
        assertThat(post.path("parameters").findValuesAsString("name")).containsExactly("Idempotency-Key");
        JsonNode list = api.path("paths").path("/v1/jobs").path("get");
        assertThat(list.path("parameters").findValuesAsString("name"))
                .containsExactlyInAnyOrder("kind", "state", "pipeline", "cursor", "limit");
        assertThat(api.path("servers").get(0).path("url").asString()).isEqualTo("/");
    }

    @Test
    void hidesOurOwnRoutes() {
        assertThat(api.path("paths").propertyNames()).doesNotContain("/error").contains("/v1/jobs/{id}/events");
    }
}
