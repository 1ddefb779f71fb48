package io.opadpo.feedback.judge;

import io.opadpo.chat.ChatReply;
import io.opadpo.chat.Usage;
import io.opadpo.chat.work.ItemFailure;
import io.opadpo.feedback.judge.Correction.JudgedBy;
import io.opadpo.feedback.report.Report;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the judges said of one answer, and what becomes of it. */
final class Outcome {
    /** In UTF-16 units; more is kept of no reply. */
    private static final int LONGEST_KEPT = 20_000;

    private final Answer answer;
    private final CorrectorPrompt prompt;
    private final List<Judgement> judgements = new ArrayList<>();

    Outcome(Answer answer, CorrectorPrompt prompt) {
        this.answer = answer;
        this.prompt = prompt;
    }

    Answer answer() {
        return answer;
    }

    void add(Judgement judgement) {
        judgements.add(judgement);
    }

    List<Judgement> judgements() {
        return List.copyOf(judgements);
    }

    /** A failure that keeps the last reply. */
    ItemFailure failure(String code, String reason) {
        return new ItemFailure(code, reason, false, json(null, kept(last().reply())));
    }

    JsonNode json(@Nullable Report report, @Nullable String kept) {
        Correction correction = new Correction(
                answer.id(),
                answer.image(),
                answer.question(),
                answer.standard(),
                answer.answer(),
                report == null ? null : report.toJson(),
                report == null ? null : report.revised(),
                kept,
                judgedBy(),
                answer.policy(),
                judgements.stream()
                        .map(it -> it.reply().usage())
                        .filter(Objects::nonNull)
                        .reduce(Usage.NONE, Usage::plus),
                judgements.stream().map(Judgement::cost).reduce(BigDecimal.ZERO, BigDecimal::add),
                (int) judgements.stream().filter(Judgement::cached).count());
        return JsonMapper.shared().valueToTree(correction);
    }

    private JudgedBy judgedBy() {
        Judge judge = last().judge();
        ChatReply reply = last().reply();
        return new JudgedBy(
                judge.endpoint(),
                judge.settings().model(),
                reply.model(),
                reply.systemFingerprint(),
                prompt.version(),
                prompt.sha256());
    }

    private Judgement last() {
        return judgements.get(judgements.size() - 1);
    }

    static String kept(ChatReply reply) {
        String text = reply.content().isBlank() && reply.refusal() != null ? reply.refusal() : reply.content();
        return text.length() <= LONGEST_KEPT ? text : text.substring(0, LONGEST_KEPT) + "…";
    }
}
