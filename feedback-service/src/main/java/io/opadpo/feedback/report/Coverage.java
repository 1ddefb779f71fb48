package io.opadpo.feedback.report;

import io.opadpo.feedback.report.Report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes sure that a report is about an answer, and about all of it.
 *
 * <p>Each sentence is looked for behind the one before, as training does when it aligns them. Case, white space and the
 * typographer's quotes and dashes do not count; the answer's own spelling replaces the corrector's. Between sentences
 * something short may be left over, such as the number of a list's entry.
 */
final class Coverage {
    private static final int MOST_WORDS_LEFT_OUT = 2;
    private static final int MOST_LETTERS_LEFT_OUT = 20;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private final String answer;
    private final LooseText loose;

    Coverage(String answer) {
        this.answer = answer;
        this.loose = new LooseText(answer);
    }

    /** The report, with its sentences as they stand in the answer. */
    Report check(Report report) {
        List<Sentence> sentences = new ArrayList<>();
        int covered = 0;
        for (int i = 0; i < report.sentences().size(); i++) {
            Sentence sentence = report.sentences().get(i);
            LooseText.Span span = loose.find(sentence.copied(), covered);
            if (span == null) {
                throw new InvalidReport("Sentence " + i + ": copied_content is not found in the answer behind the "
                        + "sentences before it: \"" + Texts.abridged(sentence.copied()) + "\"");
            }
            leftOut(answer.substring(covered, Math.max(covered, span.start())));
            covered = Math.max(covered, span.end());
            sentences.add(asInAnswer(sentence, answer.substring(span.start(), span.end())));
        }
        leftOut(answer.substring(covered));
        Report checked = new Report(report.imageDescription(), sentences, report.added());
        if (checked.revised().length() > 4L * answer.length() + 1000) {
            throw new InvalidReport("The rewritten sentences are many times longer than the answer");
        }
        return checked;
    }

    /** With the answer's own spelling, also where the corrector rewrote nothing. */
    private static Sentence asInAnswer(Sentence sentence, String exact) {
        return new Sentence(
                exact,
                sentence.score(),
                sentence.errorType(),
                sentence.object(),
                LooseText.same(exact, sentence.rewritten()) ? exact : sentence.rewritten(),
                sentence.reason());
    }

    private static void leftOut(String text) {
        int words = 0;
        int letters = 0;
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            words++;
            letters += word.end() - word.start();
        }
        if (words > MOST_WORDS_LEFT_OUT || letters > MOST_LETTERS_LEFT_OUT) {
            throw new InvalidReport("No sentence covers this part of the answer: \"" + Texts.abridged(text) + "\"");
        }
    }
}
