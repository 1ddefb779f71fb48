package io.opadpo.trainer.chat;

import io.opadpo.llava.Llava;
import io.opadpo.llava.generate.Answer;
import io.opadpo.llava.generate.AnswerListener;
import io.opadpo.llava.generate.Generation;
import io.opadpo.llava.prompt.VicunaPrompt;
import io.opadpo.trainer.model.ServingModels;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A request being answered. It keeps its model loaded until it is closed, which calls off what is not finished. */
final class ChatAnswer implements AutoCloseable {

    private final ServingModels.Use use;
    private final Generation generation;
    private final int promptTokens;

    private ChatAnswer(ServingModels.Use use, Generation generation, int promptTokens) {
        this.use = use;
        this.generation = generation;
        this.promptTokens = promptTokens;
    }

    /**
     * Asks the model.
     *
     * @param use closed with the answer, or if the question cannot be asked
     */
    static ChatAnswer ask(ServingModels.Use use, ChatRequest request, String id, AnswerListener listener) {
        boolean complete = false;
        try {
            Llava llava = use.llava();
            int promptTokens = new VicunaPrompt(llava.tokenizer())
                    .encode(request.turn().text(), request.turn().image() != null)
                    .length(llava.config().imageTokens());
            Generation generation = llava.submit(request.question(id, use.adapter()), listener);
            complete = true;
            return new ChatAnswer(use, generation, promptTokens);
        } finally {
            if (!complete) {
                use.close();
            }
        }
    }

    int promptTokens() {
        return promptTokens;
    }

    CompletableFuture<List<Answer>> answers() {
        return generation.answers();
    }

    /** Waits for the answers. */
    List<Answer> join() {
        try {
            return generation.answers().join();
        } catch (CompletionException e) {
            throw OpenAiErrors.translate(e.getCause() == null ? e : e.getCause());
        }
    }

    @Override
    public void close() {
        generation.cancel();
        // The model is let go by this thread, not by the generator's, which could not wait for itself.
        CompletableFuture<?> ended = generation.answers().handle((answers, error) -> answers);
        ended.join();
        use.close();
    }
}
