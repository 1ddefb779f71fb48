package io.opadpo.feedback.batch;

import io.opadpo.chat.work.ItemFailure;
import io.opadpo.feedback.judge.Judgement;
import io.opadpo.feedback.judge.Panel;
import io.opadpo.feedback.judge.Question;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Takes first replies as batches left them, and asks for none by itself, which would cost more. Repairs are asked for. */
public final class BatchedPanel implements Panel {
    private final Panel panel;
    private final Map<String, String> unanswered;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /** @param unanswered the items without a reply, and why */
    public BatchedPanel(Panel panel, Map<String, String> unanswered) {
        this.panel = panel;
        this.unanswered = Map.copyOf(unanswered);
    }

    @Override
    public Mono<Judgement> ask(Question question) {
        return seen.add(question.item())
                ? panel.find(question).switchIfEmpty(Mono.error(() -> failure(question.item())))
                : panel.ask(question);
    }

    private ItemFailure failure(String item) {
        String reason = unanswered.getOrDefault(item, "it was in none");
        return new ItemFailure("BATCH_UNANSWERED", "No batch answered it: " + reason, true);
    }

    @Override
    public Mono<Judgement> find(Question question) {
        return panel.find(question);
    }

    @Override
    public Mono<Void> reject(List<Judgement> judgements) {
        return panel.reject(judgements);
    }
}
