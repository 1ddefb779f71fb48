package io.opadpo.dataset.build;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the statistics need of a corrector's report. Takes what the trainer takes: keys in any case and with a space for
 * the underscore, scores as strings, a missing score or error type.
 *
 * @param sentences in the report's order, at least one
 * @param added whether something was missing from the answer, and is now said
 */
record Report(List<Sentence> sentences, boolean added) {

    private static final int MAX_SENTENCES = 500;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final Pattern SCORE = Pattern.compile("[1-4]");
    private static final String CORRECT = "correct";
    private static final Set<String> ERROR_TYPES =
            Set.of(CORRECT, "image_recognition_error", "language_comprehension_error");

    /** Judgement of one sentence of the answer. */
    record Sentence(OptionalInt score, String errorType) {}

    /** A report that the trainer would refuse; the message names the key at fault. */
    static final class BadReportException extends Exception {
        BadReportException(String message) {
            super(message);
        }
    }

    static Report of(JsonNode root) throws BadReportException {
        if (!root.isObject()) {
            throw new BadReportException("the report is not an object");
        }
        List<Sentence> sentences = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        boolean added = false;
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            String key = standard(entry.getKey());
            boolean number = NUMBER.matcher(key).matches();
            if (!seen.add(number ? Integer.toString(Integer.parseInt(key)) : key)) {
                throw bad(entry.getKey(), "occurs twice");
            }
            if (number) {
                sentences.add(sentence(entry.getKey(), fields(entry)));
            } else if (key.equals("added")) {
                added = !text(entry.getKey(), fields(entry).get("rewritten_content"))
                        .isBlank();
            } else if (key.equals("image_description")) {
                text(entry.getKey(), entry.getValue());
            } else {
                throw bad(entry.getKey(), "is neither a sentence's number nor image_description nor Added");
            }
        }
        if (sentences.isEmpty() || sentences.size() > MAX_SENTENCES) {
            throw new BadReportException("the report has " + sentences.size() + " sentences");
        }
        return new Report(List.copyOf(sentences), added);
    }

    private static Map<String, JsonNode> fields(Map.Entry<String, JsonNode> entry) throws BadReportException {
        if (!entry.getValue().isObject()) {
            throw bad(entry.getKey(), "is not an object");
        }
        Map<String, JsonNode> fields = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : entry.getValue().properties()) {
            if (fields.put(standard(field.getKey()), field.getValue()) != null) {
                throw bad(entry.getKey() + "." + field.getKey(), "occurs twice");
            }
        }
        return fields;
    }

    private static Sentence sentence(String key, Map<String, JsonNode> fields) throws BadReportException {
        text(key + ".copied_content", fields.get("copied_content"));
        text(key + ".rewritten_content", fields.get("rewritten_content"));
        String type = text(key + ".error_type", fields.get("error_type"));
        String standard = type.isBlank() ? CORRECT : standard(type);
        if (!ERROR_TYPES.contains(standard)) {
            throw bad(key + ".error_type", "is unknown: " + type);
        }
        return new Sentence(score(key, fields.get("score")), standard);
    }

    private static OptionalInt score(String key, @Nullable JsonNode value) throws BadReportException {
        if (value == null || value.isNull()) {
            return OptionalInt.empty();
        }
        double number = value.isNumber() ? value.doubleValue() : 0;
        if (number == Math.rint(number) && number >= 1 && number <= 4) {
            return OptionalInt.of((int) number);
        }
        if (value.isString() && SCORE.matcher(value.stringValue().strip()).matches()) {
            return OptionalInt.of(Integer.parseInt(value.stringValue().strip()));
        }
        throw bad(key + ".score", "is not a score of 1 to 4");
    }

    private static String text(String key, @Nullable JsonNode value) throws BadReportException {
        if (value == null || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw bad(key, "is not a string");
        }
        return value.stringValue();
    }

    private static String standard(String key) {
        return key.strip().replace(' ', '_').toLowerCase(Locale.ROOT);
    }

    private static BadReportException bad(String key, String problem) {
        return new BadReportException(Drop.abridged(key + " " + problem));
    }
}
