package io.opadpo.llava.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.prompt.VicunaPrompt;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The template for other servers, as transformers renders it ({@code chat-template/make.py}), says what the trainer asks. */
class ChatTemplateTest {

    private static JsonNode golden() throws IOException {
        try (InputStream in = resource("/chat-template/golden.json")) {
            return JsonMapper.shared().readTree(in);
        }
    }

    static List<JsonNode> cases() throws IOException {
        return golden().path("cases").valueStream().toList();
    }

    @Test
    void templateIsTheOneThatWasRendered() throws Exception {
        try (InputStream in = resource("/io/opadpo/llava/export/chat_template.jinja")) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            assertThat(HexFormat.of().formatHex(hash))
                    .as("run make.py after a change of the template")
                    .isEqualTo(golden().path("sha256").asString());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void conversationIsVicunas(JsonNode golden) {
        JsonNode system = golden.path("system");
        StringBuilder text = new StringBuilder("<s>");
        text.append(system.isNull() ? VicunaPrompt.SYSTEM : system.asString()).append(' ');
        String image = golden.path("image").asBoolean() ? "<image>\n" : "";
        for (JsonNode turn : golden.path("turns")) {
            text.append("USER: ").append(image).append(turn.get(0).asString()).append(" ASSISTANT:");
            if (!turn.get(1).isNull()) {
                text.append(' ').append(turn.get(1).asString()).append("</s>");
            }
            image = "";
        }

        assertThat(golden.path("rendered").asString()).isEqualTo(text.toString());
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(ChatTemplateTest.class.getResourceAsStream(name), name);
    }
}
