package io.opadpo.llava.train.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question with three answers to it. Texts are taken as they are; any of them may be empty, which the filters judge.
 *
 * @param id unique in its data set
 * @param image null without one
 * @param question what the user asked, without image placeholder
 * @param standard the answer the data set holds for right
 * @param original the answer the model gave
 * @param revised the original answer corrected; null to take it from the report
 * @param report the corrector's judgement of the original answer; null when there is none
 */
public record PreferenceSample(
        String id,
        @Nullable ImageSource image,
        String question,
        String standard,
        String original,
        @Nullable String revised,
        @Nullable Report report) {

    /** Longest text, in UTF-16 units; some fifteen times the longest answer. */
    public static final int MAX_TEXT = 1 << 16;

    private static final int MAX_ID = 256;

    /** @throws SampleException when the id is empty, not printable or too long, or a text is too long */
    public PreferenceSample {
        checkId(id);
        String revision = revised(revised, report);
        for (String text : List.of(question, standard, original, revision)) {
            if (text.length() > MAX_TEXT) {
                throw new SampleException(
                        id,
                        DropReason.UNREADABLE,
                        "a text of " + text.length() + " characters, more than the " + MAX_TEXT + " allowed");
            }
        }
    }

    static void checkId(String id) {
        if (id.isBlank() || id.length() > MAX_ID || id.chars().anyMatch(Character::isISOControl)) {
            throw new SampleException(
                    Json.abridged(id), DropReason.UNREADABLE, "an id has 1 to " + MAX_ID + " printable characters");
        }
    }

    /** The revised answer as given, else the report's; empty when there is neither. */
    public String revisedAnswer() {
        return revised(revised, report);
    }

    /** False when a sentence that the report speaks of is not found in the original answer; true without a report. */
    public boolean reportMatches() {
        return report == null || new SentenceAlignment(original, report.copied()).matches();
    }

    private static String revised(@Nullable String revised, @Nullable Report report) {
        if (revised != null) {
            return revised;
        }
        return report == null ? "" : report.revisedAnswer();
    }
}
