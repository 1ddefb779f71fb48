package io.opadpo.feedback.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.chat.ChatReply;
import io.opadpo.chat.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm sorry, but I can't help with that.",
                "I\u2019m sorry, I cannot assist.",
                "Sorry, no.",
                "\n I am unable to view images.",
                "I can\u2019t identify people.",
                "Unfortunately, this is not possible.",
                "As an AI, I have no opinion."
            })
    void refusals(String words) {
        assertThat(Refusal.is(reply(words, null))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "The image shows a dog.",
                "I can see a dog.",
                "Sorryville is a town.",
                "I'm sorry, here it is: {\"0\": {}}"
            })
    void noRefusals(String words) {
        assertThat(Refusal.is(reply(words, null))).isFalse();
    }

    @Test
    void refusalKeptApart() {
        assertThat(Refusal.is(reply("", "No."))).isTrue();
    }

    private static ChatReply reply(String content, String refusal) {
        return new ChatReply(content, "stop", refusal, null, null, Usage.NONE);
    }
}
