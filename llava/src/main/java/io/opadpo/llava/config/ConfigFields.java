package io.opadpo.llava.config;

import io.opadpo.llava.files.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object of a configuration file. A field that is absent or null has its default; one of the wrong type or out of
 * range is an error that names field and file.
 */
final class ConfigFields {

    /** No width, count or vocabulary of a real model comes near; products of two still fit a long. */
    private static final int MAX_SIZE = 1 << 20;

    private static final int MAX_FILE_BYTES = 4 << 20;

    private final Path file;
    private final String path;
    private final ObjectNode fields;

    private ConfigFields(Path file, String path, ObjectNode fields) {
        this.file = file;
        this.path = path;
        this.fields = fields;
    }

    /** @throws io.opadpo.llava.files.JsonFileException if the file is absent or not a JSON object */
    static ConfigFields read(Path file) {
        return new ConfigFields(file, "", JsonFile.readObject(file, MAX_FILE_BYTES));
    }

    /** No fields at all if the file does not exist. */
    static ConfigFields readIfExists(Path file) {
        return Files.exists(file) ? read(file) : new ConfigFields(file, "", JsonNodeFactory.instance.objectNode());
    }

    boolean has(String name) {
        return fields.hasNonNull(name);
    }

    /** The object in a field, empty if the field is absent. */
    ConfigFields object(String name) {
        JsonNode value = fields.path(name);
        if (has(name) && !value.isObject()) {
            throw invalid(name, "is not an object");
        }
        ObjectNode object = value instanceof ObjectNode node ? node : JsonNodeFactory.instance.objectNode();
        return new ConfigFields(file, path + name + ".", object);
    }

    /** A count or width: at least 1 and at most 2^20. */
    int size(String name, int byDefault) {
        int value = integer(name, byDefault);
        if (value < 1 || value > MAX_SIZE) {
            throw invalid(name, "is " + value + ", not within 1 and " + MAX_SIZE);
        }
        return value;
    }

    int integer(String name, int byDefault) {
        return optionalInteger(name).orElse(byDefault);
    }

    Optional<Integer> optionalInteger(String name) {
        return has(name) ? Optional.of(integer(name, fields.path(name))) : Optional.empty();
    }

    int integer(String name, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw invalid(name, "is not a 32-bit integer");
        }
        return value.intValue();
    }

    double positive(String name, double byDefault) {
        if (!has(name)) {
            return byDefault;
        }
        JsonNode value = fields.path(name);
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(number > 0 && number < Double.POSITIVE_INFINITY)) {
            throw invalid(name, "is not a positive number");
        }
        return number;
    }

    boolean flag(String name, boolean byDefault) {
        if (has(name) && !fields.path(name).isBoolean()) {
            throw invalid(name, "is not true or false");
        }
        return has(name) ? fields.path(name).booleanValue() : byDefault;
    }

    String text(String name, String byDefault) {
        if (has(name) && !fields.path(name).isString()) {
            throw invalid(name, "is not a string");
        }
        return has(name) ? fields.path(name).stringValue() : byDefault;
    }

    /** The raw value, for fields of more than one type. */
    JsonNode value(String name) {
        return fields.path(name);
    }

    /** @throws ConfigException if the field has another value than the only one that is implemented */
    void require(String name, String supported) {
        String value = text(name, supported);
        if (!value.equals(supported)) {
            throw invalid(name, "is \"" + abridged(value) + "\"; only \"" + supported + "\" is supported");
        }
    }

    /** @throws ConfigException if the flag is set: what it turns on is not implemented */
    void requireOff(String name) {
        if (flag(name, false)) {
            throw invalid(name, "is true, which is not supported");
        }
    }

    Activation activation(String name, String byDefault) {
        String value = text(name, byDefault);
        return switch (value) {
            case "quick_gelu" -> Activation.QUICK_GELU;
            case "gelu" -> Activation.GELU;
            case "silu" -> Activation.SILU;
            default -> throw invalid(name, "is \"" + abridged(value) + "\", which is not supported");
        };
    }

    ConfigException invalid(String name, String problem) {
        return new ConfigException(file + ": " + path + name + " " + problem);
    }

    static String abridged(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
