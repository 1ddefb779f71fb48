package io.opadpo.feedback.report;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields of an object, whatever the case of their names and whatever stands between the words. */
final class Fields {
    private static final int LONGEST_TEXT = 8000;
    private static final Pattern SCORE = Pattern.compile("([1-4])(?:\\.0+)?(?:\\s*/\\s*4)?");

    private final String path;
    private final Map<String, JsonNode> fields = new HashMap<>();

    /**
     * @param path where the object stands, for messages
     */
    Fields(String path, JsonNode object) {
        this.path = path;
        if (!object.isObject()) {
            throw new InvalidReport(path + " is not an object");
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (fields.put(plain(field.getKey()), field.getValue()) != null) {
                throw new InvalidReport(path + ": " + Texts.abridged(field.getKey()) + " occurs twice");
            }
        }
    }

    /** The letters and digits of a name, in lower case. */
    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "");
    }

    @Nullable
    JsonNode get(String name) {
        JsonNode value = fields.get(plain(name));
        return value == null || value.isNull() ? null : value;
    }

    /** A text that must be there, though it may be empty. */
    String text(String name) {
        JsonNode value = get(name);
        if (value == null) {
            throw invalid(name, "is missing");
        }
        return text(name, value);
    }

    /** A text, or an empty one. */
    String textOrEmpty(String name) {
        JsonNode value = get(name);
        return value == null ? "" : text(name, value);
    }

    String text(String name, JsonNode value) {
        if (!value.isValueNode()) {
            throw invalid(name, "is not a text");
        }
        String text = value.asString("");
        if (text.length() > LONGEST_TEXT) {
            throw invalid(name, "is longer than " + LONGEST_TEXT + " characters");
        }
        return text;
    }

    /** A number of 1 to 4, also as a text such as {@code "3"} or {@code "3/4"}. */
    int score(String name) {
        Matcher score = SCORE.matcher(text(name).strip());
        if (!score.matches()) {
            throw invalid(name, "is not a whole number from 1 to 4");
        }
        return Integer.parseInt(score.group(1));
    }

    InvalidReport invalid(String name, String problem) {
        return new InvalidReport(path + ": " + name + " " + problem);
    }
}
