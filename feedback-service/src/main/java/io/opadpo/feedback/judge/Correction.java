package io.opadpo.feedback.judge;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.opadpo.chat.Usage;
import io.swagger.v3.oas.annotations.media.Schema;
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
 * @param usage what all its requests cost
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
        Usage usage) {

    /** Of an answer that no judge replied to. */
    public static Correction unknown(String id) {
        return new Correction(id, null, null, null, null, null, null, null, null, Usage.NONE);
    }

    /**
     * Who corrected.
     *
     * @param endpoint the endpoint's configured name
     * @param model which of its models
     * @param modelVersion the exact version, if the endpoint told
     * @param promptVersion what it was told to do
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record JudgedBy(
            String endpoint,
            String model,
            @Nullable String modelVersion,
            @Schema(example = "v1") String promptVersion) {}
}
