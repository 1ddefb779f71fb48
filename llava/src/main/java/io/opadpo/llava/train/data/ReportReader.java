package io.opadpo.llava.train.data;

import io.opadpo.llava.train.data.Report.Added;
import io.opadpo.llava.train.data.Report.Sentence;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the report of one sample. */
final class ReportReader {

    /** Bounds the time of aligning a sentence; the longest answers have some 4,000 characters in all. */
    private static final int MAX_SENTENCE = 1 << 14;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final Pattern OPENING_FENCE = Pattern.compile("^```[A-Za-z]*");

    private final String sample;

    ReportReader(String sample) {
        this.sample = sample;
    }

    Report read(String text) {
        if (text.length() > Report.MAX_LENGTH) {
            throw invalid("", "is longer than " + Report.MAX_LENGTH + " characters");
        }
        try {
            return read(Json.MAPPER.readTree(withoutFences(text)));
        } catch (JacksonException e) {
            throw new ReportException(sample, "", "is not JSON: " + Json.reason(e), e);
        }
    }

    private static String withoutFences(String text) {
        String json = OPENING_FENCE.matcher(text.strip()).replaceFirst("");
        return json.endsWith("```") ? json.substring(0, json.length() - 3) : json;
    }

    Report read(JsonNode root) {
        if (!root.isObject()) {
            throw invalid("", "is not a JSON object");
        }
        String description = "";
        List<Sentence> sentences = new ArrayList<>();
        Added added = null;
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            String name = Json.abridged(entry.getKey());
            String key = standard(entry.getKey());
            boolean number = NUMBER.matcher(key).matches();
            if (!seen.add(number ? Integer.toString(Integer.parseInt(key)) : key)) {
                throw invalid(name, "occurs twice");
            }
            if (number) {
                sentences.add(new SentenceFields(name, entry.getValue()).sentence());
            } else if (key.equals("added")) {
                added = new SentenceFields(name, entry.getValue()).added();
            } else if (key.equals("image_description")) {
                description = text(name, entry.getValue(), Report.MAX_LENGTH);
            } else {
                throw invalid(name, "is neither a sentence's number nor image_description nor Added");
            }
        }
        if (sentences.isEmpty() || sentences.size() > Report.MAX_SENTENCES) {
            throw invalid("", "has " + sentences.size() + " sentences, not within 1 and " + Report.MAX_SENTENCES);
        }
        return new Report(description, sentences, added);
    }

    private static String standard(String key) {
        return key.strip().replace(' ', '_').toLowerCase(Locale.ROOT);
    }

    private String text(String field, @Nullable JsonNode value, int limit) {
        if (value == null || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw invalid(field, "is not a string");
        }
        String text = value.stringValue();
        if (text.length() > limit) {
            throw invalid(field, "is longer than " + limit + " characters");
        }
        return text;
    }

    private ReportException invalid(String field, String problem) {
        return new ReportException(sample, field, problem);
    }

    /** The fields of one numbered object, found by their standard spelling. Unknown ones are ignored. */
    private final class SentenceFields {

        private final String path;
        private final Map<String, JsonNode> fields = new HashMap<>();

        SentenceFields(String path, JsonNode node) {
            this.path = path;
            if (!node.isObject()) {
                throw invalid(path, "is not an object");
            }
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (fields.put(standard(entry.getKey()), entry.getValue()) != null) {
                    throw invalid(path + "." + Json.abridged(entry.getKey()), "occurs twice");
                }
            }
        }

        Sentence sentence() {
            return new Sentence(
                    text("copied_content"), text("rewritten_content"), score(), errorType(), object(), text("reason"));
        }

        Added added() {
            return new Added(text("rewritten_content"), text("reason"));
        }

        private String text(String name) {
            return ReportReader.this.text(path + "." + name, fields.get(name), MAX_SENTENCE);
        }

        /** A number, or the same in a string, which the reference takes for missing. */
        private OptionalInt score() {
            JsonNode value = fields.get("score");
            if (value == null || value.isNull()) {
                return OptionalInt.empty();
            }
            for (int score = Sentence.MIN_SCORE; score <= Sentence.MAX_SCORE; score++) {
                boolean same = value.isNumber()
                        ? value.doubleValue() == score
                        : value.isString() && value.stringValue().strip().equals(Integer.toString(score));
                if (same) {
                    return OptionalInt.of(score);
                }
            }
            throw invalid(path + ".score", "is not a score of 1 to 4");
        }

        private ErrorType errorType() {
            String type = text("error_type");
            return type.isBlank()
                    ? ErrorType.CORRECT
                    : ErrorType.of(type)
                            .orElseThrow(() -> invalid(path + ".error_type", "is unknown: " + Json.abridged(type)));
        }

        /** A list as asked for, or a lone string. */
        private List<String> object() {
            JsonNode value = fields.get("object");
            if (value == null || !value.isArray()) {
                String single = text("object");
                return single.isBlank() ? List.of() : List.of(single);
            }
            List<String> object = new ArrayList<>();
            for (JsonNode element : value) {
                object.add(ReportReader.this.text(path + ".object", element, MAX_SENTENCE));
            }
            return object;
        }
    }
}
