package io.opadpo.trainer.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.opadpo.llava.generate.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OpenAI's {@code chat.completion.chunk}: a piece of a streamed answer. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChatChunk(
        String id,
        String object,
        long created,
        String model,
        List<Choice> choices,
        ChatCompletion.@Nullable Usage usage,
        String systemFingerprint,
        @Nullable String adapterVersion) {

    /** One answer's. */
    record Choice(int index, Delta delta, @Nullable String finishReason) {}

    /** What is added. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Delta(@Nullable String role, @Nullable String content) {}

    static ChatChunk start(ChatHeader header, int index) {
        return choice(header, new Choice(index, new Delta("assistant", ""), null));
    }

    static ChatChunk text(ChatHeader header, int index, String text) {
        return choice(header, new Choice(index, new Delta(null, text), null));
    }

    static ChatChunk end(ChatHeader header, int index, Answer answer) {
        return choice(header, new Choice(index, new Delta(null, null), ChatCompletion.finishReason(answer)));
    }

    static ChatChunk usage(ChatHeader header, ChatCompletion.Usage usage) {
        return of(header, List.of(), usage);
    }

    private static ChatChunk choice(ChatHeader header, Choice choice) {
        return of(header, List.of(choice), null);
    }

    private static ChatChunk of(ChatHeader header, List<Choice> choices, ChatCompletion.@Nullable Usage usage) {
        return new ChatChunk(
                header.id(),
                "chat.completion.chunk",
                header.created(),
                header.model(),
                choices,
                usage,
                header.systemFingerprint(),
                header.adapterVersion());
    }
}
