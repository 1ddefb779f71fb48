package io.opadpo.feedback.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.chat.ChatMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CorrectorPromptTest {
    private final CorrectorPrompt prompt = CorrectorPrompt.load("v1");

    @Test
    void imageComesFirst() {
        List<ChatMessage> messages = prompt.question(
                new Answer("a", "aa", "What?", "A cat.", "A {{question}} $1."), "data:image/png;base64,AA==");

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
        String system = (String) prompt.question(new Answer("a", "aa", "What?", null, "A."), "data:")
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
        assertThat(prompt.question(new Answer("a", "aa", "What?", null, "A."), "data:")
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
}
