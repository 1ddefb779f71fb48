package io.opadpo.feedback.judge;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a job wants its judge to be told: a built-in version, or texts of its own.
 *
 * @param version a built-in one; with texts, a name for them
 * @param system the role, and the form of the report
 * @param user the question, with places for {@code {{question}}}, {@code {{standard}}} and {@code {{answer}}}; the image
 *     goes before it
 * @param repair what to say to a reply that is no report, with a place for {@code {{problem}}}; null is the built-in one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PromptText(
        @Schema(description = "A built-in version; with texts, a name for them", example = "v1") @Nullable
        String version,

        @Schema(description = "The role, and the form of the report") @Nullable
        String system,

        @Schema(description = "With places for {{question}}, {{standard}} and {{answer}}") @Nullable
        String user,

        @Schema(description = "What to say to a reply that is no report, with a place for {{problem}}") @Nullable
        String repair) {
    static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private static final int LONGEST = 20_000;
    private static final Set<String> QUESTION = Set.of("question", "standard", "answer");

    /** Whether it stands for texts of its own. */
    boolean custom() {
        return system != null || user != null || repair != null;
    }

    /** What is wrong with it, if anything: the field, and why. */
    public Optional<Problem> problem() {
        if (!custom()) {
            return CorrectorPrompt.exists(version == null ? "" : version)
                    ? Optional.empty()
                    : problem("version", "no such version; give system and user for a prompt of your own");
        }
        if (system == null || system.isBlank() || user == null) {
            return problem(user == null ? "user" : "system", "must be there if another text is");
        }
        if (!places(user).containsAll(QUESTION)) {
            return problem("user", "must hold {{question}}, {{standard}} and {{answer}}");
        }
        if (repair != null && !places(repair).contains("problem")) {
            return problem("repair", "must hold {{problem}}");
        }
        if (version != null && !version.matches("[A-Za-z0-9._-]{1,64}")) {
            return problem("version", "must be 1 to 64 letters, digits, dots, dashes or underscores");
        }
        return unknown("system", system, Set.of())
                .or(() -> unknown("user", user, QUESTION))
                .or(() -> unknown("repair", repair, Set.of("problem")));
    }

    /** A place that nothing fills would reach the judge as it stands. */
    private static Optional<Problem> unknown(String field, @Nullable String text, Set<String> known) {
        if (text == null) {
            return Optional.empty();
        }
        if (text.length() > LONGEST) {
            return problem(field, "is longer than " + LONGEST + " characters");
        }
        return places(text).stream()
                .filter(place -> !known.contains(place))
                .findFirst()
                .flatMap(place -> problem(field, "holds {{" + place + "}}, which nothing fills"));
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text)
                .results()
                .map(place -> place.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<Problem> problem(String field, String reason) {
        return Optional.of(new Problem("prompt." + field, reason));
    }

    /**
     * Why a prompt cannot be used.
     *
     * @param field which part of it
     */
    public record Problem(String field, String reason) {}
}
