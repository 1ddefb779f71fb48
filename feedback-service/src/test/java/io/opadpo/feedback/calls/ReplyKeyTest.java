package io.opadpo.feedback.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.chat.ChatClient;
import io.opadpo.chat.ChatEndpoint.Kind;
import io.opadpo.chat.ChatMessage;
import io.opadpo.chat.Retries;
import io.opadpo.feedback.judge.EndpointSettings;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Limits;
import io.opadpo.feedback.judge.Price;
import io.opadpo.feedback.judge.Question;
import io.opadpo.feedback.judge.ResponseFormat;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.client.WebClient;
import tools.jackson.databind.json.JsonMapper;

class ReplyKeyTest {
    private static final Question QUESTION = new Question(
            "item",
            "aa",
            url -> List.of(ChatMessage.user(url, "What?")),
            JsonMapper.shared().createObjectNode(),
            100);

    @Test
    void serversThatCallTheirModelsTheSameShareNoReplies() {
        assertThat(List.of(
                        key("a", Kind.COMPATIBLE, "http://one/v1", false),
                        key("a", Kind.COMPATIBLE, "http://two/v1", false),
                        key("a", Kind.OPENAI, "http://one/v1", false),
                        key("a", Kind.COMPATIBLE, "http://one/v1", true)))
                .doesNotHaveDuplicates();
    }

    @Test
    void nameIsOfNoMatter() {
        assertThat(key("a", Kind.COMPATIBLE, "http://one", false))
                .isEqualTo(key("b", Kind.COMPATIBLE, "http://one", false));
    }

    private static String key(String name, Kind kind, String url, boolean reasoning) {
        EndpointSettings settings = new EndpointSettings(
                kind,
                URI.create(url),
                "key of " + name,
                "model",
                null,
                null,
                reasoning,
                null,
                1,
                ResponseFormat.NONE,
                new Price(BigDecimal.ONE, BigDecimal.ONE, 1, BigDecimal.ONE),
                new Limits(null, null, null),
                Duration.ofMinutes(1));
        ChatClient client =
                ChatClient.of(WebClient.builder(), settings.endpoint(), Duration.ofMinutes(1), Retries.NONE);
        return Replies.key(new Judge(name, settings, client), QUESTION);
    }
}
