package io.opadpo.quickstart.corrector;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes reports without looking at any image: what the standard answer says is right, all else is wrong.
 *
 * <p>A sentence whose words all occur in the standard answer stays. The first one that does not becomes the standard
 * answer's first sentence, the second one its second, and those for which there is none left go. The same task always
 * gets the same report.
 */
final class ReportWriter {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Set<String> known;
    private final List<String> right;
    private int used;

    private ReportWriter(String reference) {
        known = Sentences.words(reference);
        right = Sentences.of(reference);
    }

    /** The report about an answer, as JSON. */
    static String write(Task task) {
        ReportWriter writer = new ReportWriter(task.reference());
        ObjectNode report = JSON.createObjectNode()
                .put("image_description", "The stand-in sees no image; the reference says: " + task.reference());
        int number = 0;
        for (String sentence : Sentences.of(task.answer())) {
            writer.judge(sentence, report.putObject(Integer.toString(number++)));
        }
        return JSON.writeValueAsString(report);
    }

    private void judge(String sentence, ObjectNode entry) {
        entry.put("copied_content", sentence);
        Set<String> words = Sentences.words(sentence);
        if (right.isEmpty() || (!words.isEmpty() && known.containsAll(words))) {
            entry.put("score", 4).put("error_type", "correct").put("rewritten_content", sentence);
            entry.put("reason", right.isEmpty() ? "There is no reference." : "The reference says so.")
                    .putArray("object");
            return;
        }
        String rewritten = used < right.size() ? right.get(used++) : "";
        boolean related = words.stream().anyMatch(known::contains);
        entry.put("score", related ? 2 : 1).put("error_type", "image_recognition_error");
        entry.put("rewritten_content", rewritten).put("reason", "The reference does not say so.");
        String wrong = first(words, known);
        String instead = first(Sentences.words(rewritten), words);
        var objects = entry.putArray("object");
        if (!wrong.isEmpty() && !instead.isEmpty()) {
            objects.add(wrong + " -> " + instead);
        }
    }

    /** The first word that is not among others, or nothing. */
    private static String first(Set<String> words, Set<String> others) {
        return words.stream().filter(word -> !others.contains(word)).findFirst().orElse("");
    }
}
