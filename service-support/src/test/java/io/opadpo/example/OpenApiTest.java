package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.service.testing.TestService;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
    void saysWhatIsAnswered() {
        JsonNode created = api.path("paths").path("/v1/counts").path("post").path("responses");
        assertThat(created.propertyNames()).containsExactlyInAnyOrder("201", "4XX");
        assertThat(created.at("/201/headers/Location").isObject()).isTrue();
        assertThat(created.at("/4XX/content/application~1problem+json/schema/$ref")
                        .asString())
                .isEqualTo("#/components/schemas/Problem");
        JsonNode events = api.at("/paths/~1v1~1jobs~1{id}~1events/get/responses/200/content");
        assertThat(events.at("/text~1event-stream/schema/type").asString()).isEqualTo("string");
        assertThat(events.at("/application~1json/schema/$ref").asString()).isEqualTo("#/components/schemas/Events");
    }

    @Test
    void saysWhatMayBeNull() {
        JsonNode job = api.at("/components/schemas/Job/properties");
        assertThat(job.at("/idempotency_key/type").values().stream().map(JsonNode::asString))
                .containsExactlyInAnyOrder("string", "null");
        assertThat(job.at("/progress/anyOf/1/type").asString("none")).isEqualTo("null");
        assertThat(job.at("/kind/type").asString()).isEqualTo("string");
        assertThat(api.at("/components/schemas/Progress/properties/eta/example").asString())
                .isEqualTo("PT1M30.5S");
        assertThat(api.at("/components/schemas/Progress/properties/eta/type").values().stream()
                        .map(JsonNode::asString))
                .containsExactlyInAnyOrder("string", "null");
        assertThat(api.at("/components/schemas/Progress/properties/eta/format").isMissingNode())
                .as("fractions of seconds are in no format")
                .isTrue();
        assertThat(api.at("/components/schemas/PageViewJob/properties/next/type")
                        .isArray())
                .isTrue();
    }

    @Test
    void examplesNameAModelThatIsThere() {
        try (TestService named = TestService.start(ExampleService.application(), "opadpo.examples.model=ours")) {
            JsonNode counts =
                    named.anonymous().get("/v3/api-docs").json().at("/components/schemas/CountParameters/example");
            assertThat(counts.path("label").asString()).isEqualTo("sheep");
            assertThat(counts.path("model").asString()).isEqualTo("ours");
        }
        assertThat(api.at("/components/schemas/CountParameters/example/model").asString())
                .isEqualTo("any");
    }

    @Test
    void examplesHaveWhatTheInstallationAdds() {
        try (TestService demonstration = TestService.start(
                ExampleService.application(),
                "opadpo.examples.model=ours",
                "opadpo.examples.bodies.CountParameters={\"steps\": {\"up_to\": 2}, \"model\": \"theirs\"}")) {
            assertThat(demonstration
                            .anonymous()
                            .get("/v3/api-docs")
                            .json()
                            .at("/components/schemas/CountParameters/example"))
                    .isEqualTo(JsonMapper.shared().readTree("""
                            {"label": "sheep", "steps": {"up_to": 2}, "model": "ours"}"""));
        }
    }

    @Test
    void whatCannotBeAddedIsNamed() {
        assertThatThrownBy(() -> TestService.start(
                        ExampleService.application(), "opadpo.examples.bodies.CountParameters={\"steps\""))
                .hasStackTraceContaining("opadpo.examples.bodies.CountParameters is not a JSON object");
    }

    @Test
    void hidesOurOwnRoutes() {
        assertThat(api.path("paths").propertyNames()).doesNotContain("/error").contains("/v1/jobs/{id}/events");
    }
}
