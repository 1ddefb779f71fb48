package io.opadpo.llava.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.opadpo.llava.Llava;
import io.opadpo.llava.LlavaException;
import io.opadpo.llava.Question;
import io.opadpo.llava.generate.Answer;
import io.opadpo.llava.generate.AnswerListener;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Questions under way: enough to keep the model busy, and reported in the order in which they are answered. */
final class OpenQuestions {

    private final Llava llava;
    private final BatchReport report;
    private final AnswerListener listener;
    private final boolean tokens;
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private int open;

    OpenQuestions(Llava llava, BatchReport report, AnswerListener listener, boolean tokens) {
        this.llava = llava;
        this.report = report;
        this.listener = listener;
        this.tokens = tokens;
    }

    private record Ended(
            Question question,
            @Nullable List<Answer> answers,
            @Nullable Throwable error) {}

    private record Line(String id, @Nullable String adapter, List<Sample> answers) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Sample(
            String text,
            String finish,
            int tokens,
            double logProbSum,
            @Nullable List<Integer> ids,
            @Nullable List<Float> logProbs) {}

    /** Submits a question, once there is room for it. */
    void ask(Question question) {
        while (!ended.isEmpty() || open >= llava.queueLength()) {
            reportNext();
        }
        try {
            CompletableFuture<?> unused = llava.submit(question, listener)
                    .answers()
                    .whenComplete((answers, error) -> ended.add(new Ended(question, answers, error)));
            open++;
        } catch (LlavaException e) {
            report.failure("id", question.id(), e);
        }
    }

    /** Waits for what is still open. */
    void finish() {
        while (open > 0) {
            reportNext();
        }
    }

    private void reportNext() {
        Ended next;
        try {
            next = ended.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        open--;
        List<Answer> answers = next.answers;
        if (answers != null) {
            List<Sample> samples = answers.stream().map(this::sample).toList();
            report.success(new Line(next.question.id(), next.question.adapter(), samples));
        } else if (next.error instanceof LlavaException e) {
            report.failure("id", next.question.id(), e);
        } else {
            throw new IllegalStateException("question " + next.question.id() + " was not answered", next.error);
        }
    }

    private Sample sample(Answer answer) {
        double sum = answer.logProbs().stream().mapToDouble(Float::doubleValue).sum();
        return new Sample(
                answer.text(),
                answer.finish().name().toLowerCase(Locale.ROOT),
                answer.ids().size(),
                sum,
                tokens ? answer.ids() : null,
                tokens ? answer.logProbs() : null);
    }
}
