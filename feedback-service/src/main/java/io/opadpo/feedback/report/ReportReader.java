package io.opadpo.feedback.report;

import io.opadpo.feedback.report.Report.Added;
import io.opadpo.feedback.report.Report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes a report of a JSON object. Sentences are numbered keys, in the order they come, or an array {@code sentences}.
 * Keys of other names say nothing to us and are left out.
 */
final class ReportReader {
    private static final int MOST_SENTENCES = 300;
    private static final Pattern NUMBER = Pattern.compile("(?:sentence)?([0-9]{1,4})");

    private final JsonNode root;
    private final Fields fields;

    ReportReader(JsonNode root) {
        this.root = root;
        this.fields = new Fields("The report", root);
    }

    Report report() {
        List<Sentence> sentences = sentences();
        if (sentences.isEmpty() || sentences.size() > MOST_SENTENCES) {
            throw new InvalidReport("The report has " + sentences.size() + " sentences, not 1 to " + MOST_SENTENCES);
        }
        return new Report(fields.textOrEmpty("image_description"), sentences, added());
    }

    private List<Sentence> sentences() {
        List<Sentence> sentences = new ArrayList<>();
        Set<Integer> numbers = new TreeSet<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            Matcher number = NUMBER.matcher(Fields.plain(entry.getKey()));
            if (number.matches()) {
                if (!numbers.add(Integer.parseInt(number.group(1)))) {
                    throw new InvalidReport("Sentence " + number.group(1) + " occurs twice");
                }
                sentences.add(sentence(number.group(1), entry.getValue()));
            }
        }
        JsonNode list = fields.get("sentences");
        if (sentences.isEmpty() && list != null) {
            list.forEach(sentence -> sentences.add(sentence(Integer.toString(sentences.size()), sentence)));
        }
        return sentences;
    }

    private static Sentence sentence(String number, JsonNode node) {
        Fields sentence = new Fields("Sentence " + number, node);
        int score = sentence.score("score");
        return new Sentence(
                sentence.text("copied_content").strip(),
                score,
                errorType(sentence, score),
                object(sentence),
                sentence.text("rewritten_content").strip(),
                sentence.textOrEmpty("reason"));
    }

    /** What is right needs no type; for what is wrong it decides a weight in training, so it is not guessed. */
    private static ErrorType errorType(Fields sentence, int score) {
        String type = sentence.textOrEmpty("error_type");
        if (type.isBlank() && score == 4) {
            return ErrorType.CORRECT;
        }
        return ErrorType.of(type)
                .orElseThrow(() -> sentence.invalid(
                        "error_type", "is none of correct, image_recognition_error, language_comprehension_error"));
    }

    /** A list as asked for, or a lone text. */
    private static List<String> object(Fields sentence) {
        JsonNode value = sentence.get("object");
        if (value == null) {
            return List.of();
        }
        List<String> corrections = new ArrayList<>();
        Iterable<JsonNode> elements = value.isArray() ? value : List.of(value);
        for (JsonNode element : elements) {
            String correction = sentence.text("object", element).strip();
            if (!correction.isEmpty()) {
                corrections.add(correction);
            }
        }
        return corrections;
    }

    /** An object as asked for, or the bare text of it. */
    private @Nullable Added added() {
        JsonNode value = fields.get("Added");
        if (value == null) {
            return null;
        }
        Added added;
        if (value.isObject()) {
            Fields object = new Fields("Added", value);
            added = new Added(object.textOrEmpty("rewritten_content").strip(), object.textOrEmpty("reason"));
        } else {
            added = new Added(fields.text("Added", value).strip(), "");
        }
        return added.rewritten().isEmpty() ? null : added;
    }
}
