package io.opadpo.feedback.judge;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.opadpo.chat.Usage;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What became of one answer.
 *
 * @param id the answer's
 * @param image SHA-256 of its image
 * @param question what was asked
 * @param standard the answer the prompt came with
 * @param original the answer
 * @param report on it, sentence by sentence
 * @param revised the answer as it should have been
 * @param reply what the corrector wrote, if it is no report
 * @param judge who corrected
 * @param policy who gave the answer; null in corrections of a release that did not ask
 * @param usage tokens of all its replies
 * @param cost in dollars, to this job
 * @param cached how many of its replies were there already, and so cost nothing
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Correction(
        String id,
        @Nullable String image,
        @Nullable String question,
        @Nullable String standard,
        @Nullable String original,
        @Schema(type = "object") @Nullable JsonNode report,
        @Nullable String revised,
        @Nullable String reply,
        @Nullable JudgedBy judge,
        @Nullable Policy policy,
        Usage usage,
        BigDecimal cost,
        int cached) {

    /** Of an answer that no judge replied to. */
    public static Correction unknown(String id) {
        return new Correction(id, null, null, null, null, null, null, null, null, null, Usage.NONE, BigDecimal.ZERO, 0);
    }

    /** The same with somebody else's report. */
    public Correction withReport(JsonNode report, String revised) {
        return new Correction(
                id, image, question, standard, original, report, revised, null, judge, policy, usage, cost, cached);
    }

    /**
     * Who corrected.
     *
     * @param endpoint the endpoint's configured name
     * @param model which of its models was asked for
     * @param reportedModel what the reply says of its model
     * @param modelVersion the system's fingerprint, if the endpoint told
     * @param promptVersion what it was told to do
     * @param promptSha256 the same to the letter
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record JudgedBy(
            String endpoint,
            String model,
            @Nullable String reportedModel,
            @Nullable String modelVersion,
            @Schema(example = "v1") String promptVersion,
            @Nullable String promptSha256) {}
}
