package io.opadpo.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.Api;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The bodies that Swagger UI offers for POSTs. */
final class ApiExamples {

    private static final List<String> GROUPS = List.of("", "/rollout", "/feedback", "/dataset", "/trainer");

    private final JsonNode document;
    private final Api user;
    private final List<Example> found = new ArrayList<>();

    private ApiExamples(JsonNode document, Api user) {
        this.document = document;
        this.user = user;
    }

    /** A body, ready to be sent. */
    record Example(String path, String type, String body) {}

    /** Those of all services. Every POST that takes JSON has one. */
    static List<Example> of(Api user) {
        List<Example> all = new ArrayList<>();
        for (String group : GROUPS) {
            ApiExamples examples =
                    new ApiExamples(user.get("/v3/api-docs" + group).json(), user);
            examples.collect();
            all.addAll(examples.found);
        }
        // What is drained is resumed after that.
        all.sort(Comparator.comparing(Example::path));
        return all;
    }

    private void collect() {
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            JsonNode post = path.getValue().path("post");
            for (Map.Entry<String, JsonNode> content :
                    post.at("/requestBody/content").properties()) {
                if (content.getKey().contains("json")) {
                    String address = address(path.getKey(), post.path("parameters"));
                    List<JsonNode> bodies = bodies(content.getValue());
                    assertThat(bodies).as("examples of " + path.getKey()).isNotEmpty();
                    bodies.forEach(body -> found.add(new Example(address, content.getKey(), body.toPrettyString())));
                }
            }
        }
    }

    /** With an id that is there in the path, and the examples of parameters behind it. */
    private String address(String path, JsonNode parameters) {
        StringBuilder address = new StringBuilder(path);
        if (path.equals("/v1/keys/{id}/rotate")) {
            String key = "{\"name\": \"to be replaced\", \"scopes\": [\"read\"]}";
            JsonNode made = user.post("/v1/keys", key).json();
            address = new StringBuilder(path.replace("{id}", made.at("/key/id").asString()));
        }
        String reviewed = "";
        if (path.endsWith("/reviews")) {
            String job = user.get("/v1/jobs?kind=feedback&state=SUCCEEDED&limit=1")
                    .json()
                    .at("/items/0/id")
                    .asString();
            JsonNode correction =
                    user.get("/v1/feedback/" + job + "/corrections?limit=1").json();
            reviewed = correction.at("/items/0/id").asString();
            address = new StringBuilder(path.replace("{job}", job).replace("{id}", reviewed));
        }
        for (JsonNode parameter : parameters) {
            if (parameter.path("in").asString().equals("query")) {
                String value = parameter.path("name").asString().equals("id")
                        ? reviewed
                        : parameter.path("example").asString();
                address.append('?').append(parameter.path("name").asString()).append('=');
                address.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        assertThat(address.toString()).doesNotContain("{");
        return address.toString();
    }

    /** The content's own examples, or its schema's. */
    private List<JsonNode> bodies(JsonNode content) {
        if (content.path("examples").isObject()) {
            return content.path("examples")
                    .valueStream()
                    .map(example -> example.path("value"))
                    .toList();
        }
        JsonNode schema = document.at(content.at("/schema/$ref").asString("").replaceFirst("^#", ""));
        JsonNode example = content.has("example") ? content.path("example") : schema.path("example");
        return example.isObject() ? List.of(example) : List.of();
    }
}
