package io.opadpo.feedback.judge;

import static io.opadpo.chat.testing.RecordedShape.example;
import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.chat.ChatClient;
import io.opadpo.chat.ChatEndpoint.Kind;
import io.opadpo.chat.Retries;
import io.opadpo.chat.testing.RecordedShape;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole request for a report, beside the examples of the API's documentation. */
class DocumentedRequestTest {
    @ParameterizedTest
    @CsvSource({"OPENAI, v1", "OPENAI, v2", "AZURE, v1", "AZURE, v2"})
    void requestsAreAsDocumented(Kind kind, String prompt) {
        JsonNode request = request(kind, prompt);
        RecordedShape shape = kind == Kind.AZURE
                ? RecordedShape.of(body("azure-chat"), body("azure-image-input"), body("azure-structured-outputs"))
                : RecordedShape.of(body("openai-image-input"), body("openai-batch-line"));

        assertThat(shape.strangers(request)).isEmpty();
        JsonNode format = request.path("response_format");
        JsonNode shown = body("azure-structured-outputs").path("response_format");
        assertThat(format.path("type")).isEqualTo(shown.path("type"));
        assertThat(format.path("json_schema").propertyNames())
                .containsExactlyInAnyOrderElementsOf(shown.path("json_schema").propertyNames());
        assertThat(format.at("/json_schema/name").asString()).matches("[A-Za-z0-9_-]{1,64}");
    }

    private static JsonNode body(String example) {
        return example(example).path("body");
    }

    private static JsonNode request(Kind kind, String prompt) {
        EndpointSettings settings = new EndpointSettings(
                kind,
                URI.create("http://localhost"),
                "key",
                "gpt-4o-2024-08-06",
                "deployment",
                "2024-10-21",
                false,
                null,
                1,
                ResponseFormat.JSON_SCHEMA,
                new Price(BigDecimal.ONE, BigDecimal.ONE, 1, BigDecimal.ONE),
                new Limits(null, null, null),
                Duration.ofMinutes(1));
        Judge judge = new Judge(
                "judge",
                settings,
                ChatClient.of(WebClient.builder(), settings.endpoint(), Duration.ofMinutes(1), Retries.NONE));
        Question question = new Corrector(asked -> Mono.never(), CorrectorPrompt.load(prompt), 3000)
                .question(new Answer("a", "aa", "What?", "A cat.", "A dog.", null, null, null, null), "aa");
        return JsonMapper.shared()
                .valueToTree(settings.endpoint()
                        .shape(judge.request(question, question.messages().apply("data:image/png;base64,AA=="))));
    }
}
