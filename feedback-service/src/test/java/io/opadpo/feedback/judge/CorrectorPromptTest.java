package io.opadpo.feedback.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.chat.ChatMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CorrectorPromptTest {
    private final CorrectorPrompt prompt = CorrectorPrompt.load("v1");

    @Test
    void imageComesFirst() {
        List<ChatMessage> messages = prompt.question(
                new Answer("a", "aa", "What?", "A cat.", "A {{question}} $1.", null, null, null, null),
                "data:image/png;base64,AA==");

        assertThat(messages).extracting(ChatMessage::role).containsExactly("system", "user");
        String user = JsonMapper.shared().writeValueAsString(messages.get(1).content());
        assertThat(user)
                .startsWith("[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA==\"}}")
                .contains(
                        "<question>\\nWhat?\\n</question>",
                        "<reference>\\nA cat.\\n",
                        "<answer>\\nA {{question}} $1.\\n");
    }

    @Test
    void everythingTheReportNeedsIsAskedFor() {
        String system =
                (String) prompt.question(new Answer("a", "aa", "What?", null, "A.", null, null, null, null), "data:")
                        .get(0)
                        .content();

        assertThat(system)
                .contains(
                        "image_description",
                        "copied_content",
                        "score",
                        "error_type",
                        "object",
                        "rewritten_content",
                        "reason",
                        "Added",
                        "image_recognition_error",
                        "language_comprehension_error")
                .doesNotContain("{{");
    }

    @Test
    void missingReferenceIsSaid() {
        assertThat(prompt.question(new Answer("a", "aa", "What?", null, "A.", null, null, null, null), "data:")
                        .get(1)
                        .content()
                        .toString())
                .contains("<reference>\n(none)");
    }

    @Test
    void versionsAreNames() {
        assertThatThrownBy(() -> CorrectorPrompt.load("v0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CorrectorPrompt.load("../v1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void responseFormats() {
        assertThat(ResponseFormat.NONE.request(prompt.schema())).isNull();
        assertThat(ResponseFormat.JSON_OBJECT.request(prompt.schema())).hasToString("{\"type\":\"json_object\"}");
        assertThat(ResponseFormat.JSON_SCHEMA
                        .request(prompt.schema())
                        .path("json_schema")
                        .path("schema")
                        .path("additionalProperties")
                        .path("required"))
                .hasSize(6);
    }

    @Test
    void strictSchemaNamesEveryProperty() {
        JsonNode schema = CorrectorPrompt.load("v2").schema();

        assertThat(ResponseFormat.JSON_SCHEMA
                        .request(schema)
                        .path("json_schema")
                        .path("strict")
                        .booleanValue())
                .isTrue();
        assertStrict(schema);
    }

    /** As OpenAI's structured outputs want it: all properties required, no others, and no limits on numbers. */
    private static void assertStrict(JsonNode schema) {
        if (schema.path("type").asString("").equals("object")) {
            assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
            assertThat(schema.path("required"))
                    .extracting(JsonNode::asString)
                    .containsExactlyInAnyOrderElementsOf(
                            schema.path("properties").propertyNames());
        }
        assertThat(schema.has("minimum")).isFalse();
        schema.forEach(CorrectorPromptTest::assertStrict);
    }

    @Test
    void jobsOwnWords() {
        PromptText text = new PromptText("mine", "Be brief.", "{{question}} {{standard}} {{answer}}", null);
        CorrectorPrompt own = CorrectorPrompt.of(text, "v1");
        List<ChatMessage> messages =
                own.question(new Answer("a", "aa", "Q?", "S.", "{{standard}}", null, null, null, null), "data:");

        assertThat(text.problem()).isEmpty();
        assertThat(own.version()).isEqualTo("mine");
        assertThat(own.sha256())
                .hasSize(64)
                .isNotEqualTo(CorrectorPrompt.load("v2").sha256());
        assertThat(messages.get(0).content()).isEqualTo("Be brief.");
        assertThat(messages.get(1).content().toString()).contains("Q? S. {{standard}}");
        assertThat(own.repair("too short").content().toString()).contains("too short");
        assertThat(CorrectorPrompt.of(null, "v1").version()).isEqualTo("v1");
        assertThat(CorrectorPrompt.of(new PromptText("v2", null, null, null), "v1")
                        .version())
                .isEqualTo("v2");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "v9, -, -, -, prompt.version",
                "-, -, -, -, prompt.version",
                "-, Be brief., -, -, prompt.user",
                "-, -, {{question}} {{standard}} {{answer}}, -, prompt.system",
                "-, Be brief., {{question}} {{standard}}, -, prompt.user",
                "-, Be brief., {{question}} {{standard}} {{answer}} {{image}}, -, prompt.user",
                "-, Be {{brief}}., {{question}} {{standard}} {{answer}}, -, prompt.system",
                "-, Be brief., {{question}} {{standard}} {{answer}}, Again., prompt.repair",
                "a/b, Be brief., {{question}} {{standard}} {{answer}}, -, prompt.version"
            })
    void wordsThatWillNotDo(String version, String system, String user, String repair, String field) {
        assertThat(new PromptText(version, system, user, repair).problem())
                .map(PromptText.Problem::field)
                .contains(field);
    }
}
