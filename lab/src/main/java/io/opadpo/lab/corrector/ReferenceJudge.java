package io.opadpo.lab.corrector;

import java.util.List;
import java.util.Set;

/**
 * Judges without looking at any image: what the standard answer says is right, all else is wrong.
 *
 * <p>A sentence whose words all occur in the standard answer stays. The first one that does not becomes the standard
 * answer's first sentence, the second one its second, and those for which there is none left go.
 */
final class ReferenceJudge implements Judge {

    @Override
    public Report judge(Task task) {
        Report report = new Report("The stand-in does not know this image; the reference says: " + task.reference());
        Set<String> known = Sentences.words(task.reference());
        List<String> right = Sentences.of(task.reference());
        int used = 0;
        for (String sentence : Sentences.of(task.answer())) {
            Set<String> words = Sentences.words(sentence);
            if (right.isEmpty() || (!words.isEmpty() && known.containsAll(words))) {
                String reason = right.isEmpty() ? "There is no reference." : "The reference says so.";
                report.add(Report.Entry.right(sentence, reason));
            } else {
                report.add(wrong(sentence, words, known, used < right.size() ? right.get(used++) : ""));
            }
        }
        return report;
    }

    private static Report.Entry wrong(String sentence, Set<String> words, Set<String> known, String rewritten) {
        boolean related = words.stream().anyMatch(known::contains);
        String wrong = first(words, known);
        String instead = first(Sentences.words(rewritten), words);
        List<String> objects = wrong.isEmpty() || instead.isEmpty() ? List.of() : List.of(wrong + " -> " + instead);
        return new Report.Entry(sentence, related ? 2 : 1, objects, rewritten, "The reference does not say so.");
    }

    /** The first word that is not among others, or nothing. */
    private static String first(Set<String> words, Set<String> others) {
        return words.stream().filter(word -> !others.contains(word)).findFirst().orElse("");
    }
}
