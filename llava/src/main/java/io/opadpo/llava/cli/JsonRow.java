package io.opadpo.llava.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The object of one line, or one inside it. Fields that nobody asks for are ignored, wrong ones refused by name. */
final class JsonRow {

    private final String where;
    private final JsonNode json;

    /** @param where file and line, for errors */
    JsonRow(String where, JsonNode json) {
        this.where = where;
        this.json = json;
    }

    String text(String field) {
        String value = optionalText(field);
        if (value == null) {
            throw invalid(field, "is missing");
        }
        return value;
    }

    @Nullable
    String optionalText(String field) {
        JsonNode node = json.path(field);
        if (isAbsent(node)) {
            return null;
        }
        if (!node.isString()) {
            throw invalid(field, "is not a string");
        }
        return node.stringValue();
    }

    /** A string, or a whole number as one. */
    String id(String field) {
        JsonNode node = json.path(field);
        return node.isIntegralNumber() ? node.asString() : text(field);
    }

    List<String> texts(String field, List<String> standard) {
        JsonNode node = json.path(field);
        if (isAbsent(node)) {
            return standard;
        }
        List<String> values = new ArrayList<>();
        for (JsonNode element : node) {
            if (element.isString()) {
                values.add(element.stringValue());
            }
        }
        if (!node.isArray() || values.size() < node.size()) {
            throw invalid(field, "is not a list of strings");
        }
        return values;
    }

    int integer(String field, int standard) {
        long value = longInteger(field, standard);
        if (value != (int) value) {
            throw invalid(field, "is out of range");
        }
        return (int) value;
    }

    long longInteger(String field, long standard) {
        JsonNode node = json.path(field);
        if (isAbsent(node)) {
            return standard;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw invalid(field, "is not a whole number");
        }
        return node.longValue();
    }

    double number(String field, double standard) {
        JsonNode node = json.path(field);
        if (isAbsent(node)) {
            return standard;
        }
        if (!node.isNumber()) {
            throw invalid(field, "is not a number");
        }
        return node.asDouble(Double.NaN);
    }

    /** The object in a field; an empty one where it is absent. */
    JsonRow object(String field) {
        JsonNode node = json.path(field);
        if (!isAbsent(node) && !node.isObject()) {
            throw invalid(field, "is not an object");
        }
        return new JsonRow(where + ": " + field, node.isObject() ? node : JsonNodeFactory.instance.objectNode());
    }

    boolean has(String field) {
        return json.has(field);
    }

    /** Refuses fields of other names: here a slip of the pen would silently be without effect. */
    void requireOnly(Set<String> fields) {
        for (String name : json.propertyNames()) {
            if (!fields.contains(name)) {
                throw new InputException(where + ": knows no such field as " + JsonLines.abridged(name));
            }
        }
    }

    InputException invalid(String field, @Nullable String problem) {
        return new InputException(where + ": " + field + " " + problem);
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
