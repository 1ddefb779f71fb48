package io.opadpo.feedback.judge;

import io.opadpo.chat.ChatMessage;
import io.opadpo.chat.ChatReply;
import io.opadpo.chat.work.ItemFailure;
import io.opadpo.feedback.report.InvalidReport;
import io.opadpo.feedback.report.Report;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Has answers corrected by a judge. A reply that is no report is sent back once with what is wrong with it; one that is
 * refused, filtered or cut off is not, because the next would be too. What fails keeps the reply.
 */
public final class Corrector {
    private final Panel panel;
    private final CorrectorPrompt prompt;
    private final int maxTokens;

    /**
     * @param maxTokens longest reply
     */
    public Corrector(Panel panel, CorrectorPrompt prompt, int maxTokens) {
        this.panel = panel;
        this.prompt = prompt;
        this.maxTokens = maxTokens;
    }

    /** The {@link Correction} of an answer; ends in an {@link ItemFailure} that holds one without a report. */
    public Mono<JsonNode> correct(Answer answer) {
        if (answer.image() == null) {
            return Mono.error(new ItemFailure("IMAGE_MISSING", "The answer is about no image", false));
        }
        Outcome outcome = new Outcome(answer, prompt);
        Question question = question(answer, answer.image());
        return panel.ask(question)
                .flatMap(first -> read(outcome, question, first))
                .onErrorResume(
                        ItemFailure.class,
                        e -> panel.reject(outcome.judgements()).then(Mono.error(e)));
    }

    /** What a judge is asked first about an answer. */
    public Question question(Answer answer, String image) {
        return new Question(answer.id(), image, url -> prompt.question(answer, url), prompt.schema(), maxTokens);
    }

    private Mono<JsonNode> read(Outcome outcome, Question question, Judgement judgement) {
        outcome.add(judgement);
        try {
            return Mono.just(report(outcome, judgement));
        } catch (InvalidReport invalid) {
            return panel.ask(again(question, judgement.reply(), invalid)).map(second -> lastReport(outcome, second));
        }
    }

    private Question again(Question question, ChatReply reply, InvalidReport invalid) {
        List<ChatMessage> more = List.of(ChatMessage.assistant(Outcome.kept(reply)), prompt.repair(invalid.problem()));
        Function<String, List<ChatMessage>> messages =
                url -> Stream.concat(question.messages().apply(url).stream(), more.stream())
                        .toList();
        return new Question(question.item(), question.image(), messages, question.schema(), maxTokens);
    }

    private JsonNode lastReport(Outcome outcome, Judgement judgement) {
        outcome.add(judgement);
        try {
            return report(outcome, judgement);
        } catch (InvalidReport invalid) {
            throw outcome.failure("INVALID_REPORT", invalid.problem());
        }
    }

    private JsonNode report(Outcome outcome, Judgement judgement) {
        ChatReply reply = judgement.reply();
        String pinned = judgement.judge().settings().reportedModel();
        if (pinned != null && !pinned.equals(reply.model())) {
            throw outcome.failure("OTHER_JUDGE", "The reply is by " + said(reply.model()) + ", not " + pinned);
        }
        if (reply.filtered()) {
            throw outcome.failure("CONTENT_FILTERED", "The endpoint's filter cut the reply");
        }
        if (Refusal.is(reply)) {
            throw outcome.failure("REFUSED", "The corrector will not correct this answer");
        }
        if (reply.truncated()) {
            throw outcome.failure("TRUNCATED_REPLY", "The reply was cut off after " + maxTokens + " tokens");
        }
        return outcome.json(Report.read(outcome.answer().answer(), reply.content()), null);
    }

    private static String said(@Nullable String model) {
        return model == null ? "a model that does not say its name" : model;
    }
}
