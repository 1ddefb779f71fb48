package io.opadpo.feedback.judge;

import io.opadpo.chat.ChatMessage;
import io.opadpo.chat.ChatReply;
import io.opadpo.chat.ChatRequest;
import io.opadpo.chat.Usage;
import io.opadpo.chat.work.ItemFailure;
import io.opadpo.feedback.judge.Correction.JudgedBy;
import io.opadpo.feedback.report.InvalidReport;
import io.opadpo.feedback.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has answers corrected by a judge. A reply that is no report is sent back once with what is wrong with it; one that is
 * refused, filtered or cut off is not, because the next would be too. What fails keeps the reply.
 */
public final class Corrector {
    private static final double TEMPERATURE = 0;
    private static final double TOP_P = 0.95;

    /** In UTF-16 units; more is kept of no reply. */
    private static final int LONGEST_KEPT = 20_000;

    private final Judge judge;
    private final CorrectorPrompt prompt;
    private final int maxTokens;
    private final Function<String, Mono<String>> images;

    /**
     * @param maxTokens longest reply
     * @param images gives the data URL of an image by its SHA-256
     */
    public Corrector(Judge judge, CorrectorPrompt prompt, int maxTokens, Function<String, Mono<String>> images) {
        this.judge = judge;
        this.prompt = prompt;
        this.maxTokens = maxTokens;
        this.images = images;
    }

    /** The {@link Correction} of an answer; ends in an {@link ItemFailure} that holds one without a report. */
    public Mono<JsonNode> correct(Answer answer) {
        if (answer.image() == null) {
            return Mono.error(new ItemFailure("IMAGE_MISSING", "The answer is about no image", false));
        }
        return images.apply(answer.image()).flatMap(url -> {
            List<ChatMessage> question = prompt.question(answer, url);
            return judge.client().ask(request(question)).flatMap(reply -> read(answer, question, reply));
        });
    }

    private Mono<JsonNode> read(Answer answer, List<ChatMessage> question, ChatReply reply) {
        try {
            return Mono.just(report(answer, reply, Usage.NONE));
        } catch (InvalidReport invalid) {
            List<ChatMessage> again = new ArrayList<>(question);
            again.add(ChatMessage.assistant(kept(reply)));
            again.add(prompt.repair(invalid.problem()));
            return judge.client().ask(request(again)).map(second -> lastReport(answer, second, reply.usage()));
        }
    }

    private JsonNode lastReport(Answer answer, ChatReply reply, Usage before) {
        try {
            return report(answer, reply, before);
        } catch (InvalidReport invalid) {
            throw failure("INVALID_REPORT", invalid.problem(), answer, reply, before);
        }
    }

    private JsonNode report(Answer answer, ChatReply reply, Usage before) {
        if (reply.filtered()) {
            throw failure("CONTENT_FILTERED", "The endpoint's filter cut the reply", answer, reply, before);
        }
        if (Refusal.is(reply)) {
            throw failure("REFUSED", "The corrector will not correct this answer", answer, reply, before);
        }
        if (reply.truncated()) {
            throw failure(
                    "TRUNCATED_REPLY", "The reply was cut off after " + maxTokens + " tokens", answer, reply, before);
        }
        Report report = Report.read(answer.answer(), reply.content());
        return json(answer, report, null, reply, before);
    }

    private ItemFailure failure(String code, String reason, Answer answer, ChatReply reply, Usage before) {
        return new ItemFailure(code, reason, false, json(answer, null, kept(reply), reply, before));
    }

    private JsonNode json(
            Answer answer, @Nullable Report report, @Nullable String kept, ChatReply reply, Usage before) {
        Correction correction = new Correction(
                answer.id(),
                answer.image(),
                answer.question(),
                answer.standard(),
                answer.answer(),
                report == null ? null : report.toJson(),
                report == null ? null : report.revised(),
                kept,
                new JudgedBy(judge.endpoint(), judge.model(), reply.systemFingerprint(), prompt.version()),
                before.plus(reply.usage()));
        return JsonMapper.shared().valueToTree(correction);
    }

    private static String kept(ChatReply reply) {
        String text = reply.content().isBlank() && reply.refusal() != null ? reply.refusal() : reply.content();
        return text.length() <= LONGEST_KEPT ? text : text.substring(0, LONGEST_KEPT) + "…";
    }

    private ChatRequest request(List<ChatMessage> messages) {
        return new ChatRequest(
                judge.model(),
                messages,
                TEMPERATURE,
                TOP_P,
                null,
                maxTokens,
                null,
                judge.responseFormat().request(prompt.schema()));
    }
}
