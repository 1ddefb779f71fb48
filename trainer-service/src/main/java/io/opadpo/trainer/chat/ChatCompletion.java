package io.opadpo.trainer.chat;

import io.opadpo.llava.generate.Answer;
import io.opadpo.llava.generate.FinishReason;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's {@code chat.completion}.
 *
 * @param created seconds since 1970
 * @param systemFingerprint the model's version
 * @param adapterVersion ours: SHA-256 of the adapter that answered, {@code null} without one
 */
record ChatCompletion(
        String id,
        String object,
        long created,
        String model,
        List<Choice> choices,
        Usage usage,
        String systemFingerprint,
        @Nullable String adapterVersion) {

    /** One answer. */
    record Choice(int index, Message message, @Nullable Object logprobs, String finishReason) {}

    record Message(String role, String content, @Nullable String refusal) {}

    /** Numbers of tokens, the image's positions included. */
    record Usage(int promptTokens, int completionTokens, int totalTokens) {

        static Usage of(int promptTokens, List<Answer> answers) {
            int completion =
                    answers.stream().mapToInt(answer -> answer.ids().size()).sum();
            return new Usage(promptTokens, completion, promptTokens + completion);
        }
    }

    static ChatCompletion of(ChatHeader header, int promptTokens, List<Answer> answers) {
        List<Choice> choices = IntStream.range(0, answers.size())
                .mapToObj(i -> new Choice(
                        i, new Message("assistant", answers.get(i).text(), null), null, finishReason(answers.get(i))))
                .toList();
        return new ChatCompletion(
                header.id(),
                "chat.completion",
                header.created(),
                header.model(),
                choices,
                Usage.of(promptTokens, answers),
                header.systemFingerprint(),
                header.adapterVersion());
    }

    static String finishReason(Answer answer) {
        return answer.finish() == FinishReason.LENGTH ? "length" : "stop";
    }
}
