package io.opadpo.feedback;

import io.opadpo.chat.work.PagedItems;
import io.opadpo.feedback.batch.Questions;
import io.opadpo.feedback.judge.Answer;
import io.opadpo.feedback.judge.Corrector;
import io.opadpo.feedback.judge.Question;
import io.opadpo.jobs.worker.JobException;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The first questions about a rollout's answers that are not corrected yet. */
final class AnswerQuestions implements Questions {
    private final PagedItems<Answer> answers;
    private final Set<String> done;
    private final Corrector corrector;
    private final Function<String, Mono<String>> images;

    /**
     * @param done ids of those that are corrected
     * @param images gives the data URL of an image by its SHA-256
     */
    AnswerQuestions(
            PagedItems<Answer> answers, Set<String> done, Corrector corrector, Function<String, Mono<String>> images) {
        this.answers = answers;
        this.done = done;
        this.corrector = corrector;
        this.images = images;
    }

    @Override
    public @Nullable Question next() throws JobException, InterruptedException {
        Answer answer = answers.next();
        while (answer != null && (answer.image() == null || done.contains(answer.id()))) {
            answer = answers.next();
        }
        return answer == null ? null : corrector.question(answer, String.valueOf(answer.image()));
    }

    @Override
    public Mono<String> image(String sha256) {
        return images.apply(sha256);
    }
}
