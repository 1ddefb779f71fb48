package io.opadpo.lab.corrector;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A corrector's report as it is built, sentence by sentence. */
final class Report {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String description;
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> added = new ArrayList<>();

    /** @param description of the image */
    Report(String description) {
        this.description = description;
    }

    /**
     * One sentence.
     *
     * @param score 4 right, 3 a small slip, 2 wrong, 1 out of nothing
     * @param objects each {@code wrong -> right}
     * @param rewritten empty to leave the sentence out
     */
    record Entry(String copied, int score, List<String> objects, String rewritten, String reason) {

        static Entry right(String sentence, String reason) {
            return new Entry(sentence, 4, List.of(), sentence, reason);
        }
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    /** Something that the answer lacks. */
    void lacks(String sentence) {
        added.add(sentence);
    }

    String json() {
        ObjectNode json = JSON.createObjectNode().put("image_description", description);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            ObjectNode node = json.putObject(Integer.toString(i))
                    .put("copied_content", entry.copied)
                    .put("score", entry.score)
                    .put("error_type", entry.score == 4 ? "correct" : "image_recognition_error")
                    .put("rewritten_content", entry.rewritten)
                    .put("reason", entry.reason);
            entry.objects.forEach(node.putArray("object")::add);
        }
        if (!added.isEmpty()) {
            json.putObject("Added")
                    .put("rewritten_content", String.join(" ", added))
                    .put("reason", "The answer does not mention it.");
        }
        return JSON.writeValueAsString(json);
    }
}
