package io.opadpo.dataset.build;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One answer as the feedback-service gives it out. Whatever it leaves out is null.
 *
 * @param id of the answer, and so of the sample
 * @param image SHA-256 of the image
 * @param report the corrector's judgement, sentence by sentence
 * @param error why there is none
 * @param review what a human made of the report
 * @param policy which model gave the answer
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
record Correction(
        String id,
        @Nullable String image,
        @Nullable String question,
        @Nullable String standard,
        @Nullable String original,
        @Nullable JsonNode report,
        @Nullable String revised,
        @Nullable Failure error,
        @Nullable Judge judge,
        @Nullable Review review,
        @Nullable Policy policy) {

    Correction withImage(String sha256) {
        return new Correction(id, sha256, question, standard, original, report, revised, error, judge, review, policy);
    }

    /** Why an answer could not be judged. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Failure(@Nullable String code, @Nullable String message) {}

    /**
     * Who judged an answer.
     *
     * @param model that was asked for
     * @param reportedModel what the reply says of its model
     * @param modelVersion the system's fingerprint
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Judge(
            @Nullable String model,
            @Nullable String reportedModel,
            @Nullable String modelVersion,
            @Nullable String endpoint,
            @Nullable String promptVersion) {}

    /**
     * What a human made of a report.
     *
     * @param state {@code accepted}, {@code edited}, {@code rejected} or {@code none}
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Review(
            @Nullable String state,
            @Nullable JsonNode version,
            @Nullable String reviewer,
            @Nullable String at) {

        String stateOrNone() {
            return state == null ? "none" : state.toLowerCase(Locale.ROOT);
        }

        boolean isRejected() {
            return stateOrNone().equals("rejected");
        }

        @Override
        public String toString() {
            return stateOrNone() + (reviewer == null ? "" : " by " + reviewer) + (at == null ? "" : " at " + at);
        }
    }

    /** Which model an answer comes from. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Policy(
            @Nullable String model,
            @Nullable String modelVersion,
            @Nullable String adapter,
            @Nullable String adapterVersion) {

        static final Policy UNKNOWN = new Policy(null, null, null, null);
    }

    Policy policyOrUnknown() {
        return policy == null ? Policy.UNKNOWN : policy;
    }
}
