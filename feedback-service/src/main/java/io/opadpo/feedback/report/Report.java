package io.opadpo.feedback.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The corrector's judgement of an answer, sentence by sentence.
 *
 * @param imageDescription what the corrector sees; may be empty
 * @param sentences together they cover the answer, in its order
 * @param added what the answer lacks and the question asks for, or null
 */
public record Report(
        String imageDescription,
        List<Sentence> sentences,
        @Nullable Added added) {

    public Report {
        sentences = List.copyOf(sentences);
    }

    /**
     * One sentence of the answer.
     *
     * @param copied exactly as it stands there; empty for one that the corrector put in
     * @param score 4 right, 3 small slip, 2 wrong object or relation, 1 unrelated
     * @param object corrections such as {@code dog -> cat}
     * @param rewritten as it should be; empty if it should go
     */
    public record Sentence(
            String copied, int score, ErrorType errorType, List<String> object, String rewritten, String reason) {
        public Sentence {
            object = List.copyOf(object);
        }
    }

    /** What no sentence says. */
    public record Added(String rewritten, String reason) {}

    /**
     * Reads a reply about this answer.
     *
     * @throws InvalidReport if it is no report, or not about this answer
     */
    public static Report read(String answer, String reply) {
        Report report = new ReportReader(ReplyJson.read(reply)).report();
        return new Coverage(answer).check(report);
    }

    /** The answer as it should have been: the rewritten sentences in order, then what was added. */
    public String revised() {
        Stream<String> rest = added == null ? Stream.empty() : Stream.of(added.rewritten());
        return Stream.concat(sentences.stream().map(Sentence::rewritten), rest)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** As training data holds it: sentences numbered from 0, keys in their standard spelling. */
    public JsonNode toJson() {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("image_description", imageDescription);
        for (int i = 0; i < sentences.size(); i++) {
            Sentence sentence = sentences.get(i);
            ObjectNode object = json.putObject(Integer.toString(i))
                    .put("copied_content", sentence.copied())
                    .put("score", sentence.score())
                    .put("error_type", sentence.errorType().word());
            ArrayNode corrections = object.putArray("object");
            sentence.object().forEach(corrections::add);
            object.put("rewritten_content", sentence.rewritten()).put("reason", sentence.reason());
        }
        if (added != null) {
            json.putObject("Added").put("rewritten_content", added.rewritten()).put("reason", added.reason());
        }
        return json;
    }
}
