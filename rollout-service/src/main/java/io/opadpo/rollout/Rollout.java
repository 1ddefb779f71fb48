package io.opadpo.rollout;

import io.opadpo.chat.ChatClient;
import io.opadpo.chat.ChatMessage;
import io.opadpo.chat.ChatModel;
import io.opadpo.chat.ChatReply;
import io.opadpo.chat.ChatRequest;
import io.opadpo.chat.work.ItemFailure;
import io.opadpo.chat.work.PagedItems;
import io.opadpo.chat.work.Piece;
import io.opadpo.chat.work.Pieces;
import io.opadpo.jobs.worker.JobException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The items of one rollout: for each prompt as many answers as wished. */
final class Rollout implements Pieces {
    private final RolloutRequest request;
    private final Policy policy;
    private final ItemSeed seeds;
    private final PagedItems<Prompt> prompts;
    private final Function<String, Mono<String>> images;
    private final ChatClient endpoint;
    private final RolloutMetrics metrics;
    private @Nullable Prompt prompt;
    private int sample;

    /**
     * @param policy whom the request's model stands for
     * @param images gives the data URL of an image by its SHA-256
     */
    Rollout(
            RolloutRequest request,
            Policy policy,
            ItemSeed seeds,
            PagedItems<Prompt> prompts,
            Function<String, Mono<String>> images,
            ChatClient endpoint,
            RolloutMetrics metrics) {
        this.request = request;
        this.policy = policy;
        this.seeds = seeds;
        this.prompts = prompts;
        this.images = images;
        this.endpoint = endpoint;
        this.metrics = metrics;
    }

    @Override
    public @Nullable Piece next() throws JobException, InterruptedException {
        if (prompt == null || sample == request.samples()) {
            prompt = prompts.next();
            sample = 0;
        }
        if (prompt == null) {
            return null;
        }
        sample++;
        String item = request.samples() == 1 ? prompt.id() : prompt.id() + "#" + sample;
        return new Piece(item, answer(item, prompt, seeds.of(item)));
    }

    private Mono<JsonNode> answer(String item, Prompt prompt, long seed) {
        Mono<ChatMessage> question = prompt.image() == null
                ? Mono.just(ChatMessage.user(prompt.question()))
                : images.apply(prompt.image()).map(url -> ChatMessage.user(url, prompt.question()));
        return question.flatMap(message -> policy.patiently(endpoint.ask(chat(message, seed))))
                .doOnNext(metrics::answered)
                .doOnError(e -> metrics.failed())
                .map(reply -> JsonMapper.shared().valueToTree(answer(item, prompt, seed, reply)));
    }

    private ChatRequest chat(ChatMessage question, long seed) {
        Sampling sampling = request.sampling();
        return new ChatRequest(
                policy.name(),
                List.of(question),
                sampling.temperature(),
                sampling.topP(),
                sampling.topK(),
                sampling.maxTokens(),
                seed,
                null);
    }

    private Answer answer(String item, Prompt prompt, long seed, ChatReply reply) {
        if (reply.filtered()) {
            throw new ItemFailure("CONTENT_FILTERED", "The endpoint's filter withheld the answer", false);
        }
        if (reply.content().isBlank()) {
            throw new ItemFailure("EMPTY_ANSWER", "The model answered with nothing", false);
        }
        ChatModel model = policy.model();
        return new Answer(
                item,
                prompt.id(),
                prompt.image(),
                prompt.question(),
                prompt.standard(),
                policy.answer(reply.content()),
                reply.finishReason(),
                model.base(),
                reply.systemFingerprint(),
                model.adapter(),
                model.adapterVersion(),
                seed,
                reply.usage() == null ? 0 : reply.usage().completionTokens());
    }
}
