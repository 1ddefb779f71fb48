package io.opadpo.trainer.chat;

import io.opadpo.llava.ImageSource;
import io.opadpo.llava.Question;
import io.opadpo.llava.generate.Sampling;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A chat request, checked.
 *
 * @param model name of a model or adapter
 * @param turn what the user asks
 * @param sampling how answers are drawn
 * @param samples answers wanted
 * @param stream whether to answer piece by piece
 * @param streamUsage whether a stream ends with the numbers of tokens
 */
record ChatRequest(String model, UserTurn turn, Sampling sampling, int samples, boolean stream, boolean streamUsage) {

    private static final int MAX_SAMPLES = 128;
    private static final int MAX_STOPS = 16;

    /**
     * Reads a request.
     *
     * @param standardTokens length of an answer for which none is asked
     */
    static ChatRequest of(JsonNode body, int standardTokens) {
        ChatFields fields = new ChatFields(body);
        Long samples = fields.whole("n", 1, MAX_SAMPLES);
        return new ChatRequest(
                fields.text("model"),
                UserTurn.of(fields.node("messages")),
                sampling(fields, standardTokens),
                samples == null ? 1 : samples.intValue(),
                fields.flag(body, "stream"),
                fields.flag(fields.node("stream_options"), "include_usage"));
    }

    private static Sampling sampling(ChatFields fields, int standardTokens) {
        Long tokens = fields.whole("max_completion_tokens", 1, Integer.MAX_VALUE);
        if (tokens == null) {
            tokens = fields.whole("max_tokens", 1, Integer.MAX_VALUE);
        }
        Long topK = fields.whole("top_k", 0, Integer.MAX_VALUE);
        Long seed = fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        return new Sampling(
                fields.number("temperature", 1, 0, 100),
                topK == null ? 0 : topK.intValue(),
                fields.number("top_p", 1, Double.MIN_VALUE, 1),
                0,
                tokens == null ? standardTokens : tokens.intValue(),
                fields.texts("stop", MAX_STOPS),
                seed == null ? ThreadLocalRandom.current().nextLong() : seed);
    }

    /** The same for the model, with one of its adapters or without. */
    Question question(String id, @Nullable String adapter) {
        byte[] image = turn.image();
        return new Question(id, image == null ? null : ImageSource.of(image), turn.text(), sampling, samples, adapter);
    }
}
