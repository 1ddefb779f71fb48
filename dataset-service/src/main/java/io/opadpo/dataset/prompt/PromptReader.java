package io.opadpo.dataset.prompt;

import io.opadpo.service.error.ApiException;
import io.opadpo.service.error.ErrorCode;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads the prompts of a body one by one, so that its length does not matter. */
final class PromptReader {

    /** Of a data URL with the largest image, in characters. */
    private static final int MAX_STRING = 28_000_000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_STRING)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // The caller reads on: what is behind the end counts as part of the request.
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final JsonParser parser;
    private final PromptLoad load;
    private @Nullable String name;

    private PromptReader(JsonParser parser, PromptLoad load) {
        this.parser = parser;
        this.load = load;
    }

    /** Reads {@code {"name": …, "prompts": […]}}, in either order. */
    static String readObject(InputStream body, PromptLoad load) {
        try (JsonParser parser = JSON.createParser(body)) {
            PromptReader reader = new PromptReader(parser, load);
            reader.readObject();
            return name(reader.name);
        } catch (JacksonException e) {
            throw unreadable(load, e);
        }
    }

    /** Reads a prompt from each line, or wherever one ends. */
    static String readLines(String name, InputStream body, PromptLoad load) {
        try (JsonParser parser = JSON.createParser(body)) {
            PromptReader reader = new PromptReader(parser, load);
            while (parser.nextToken() != null) {
                reader.readPrompt();
            }
            return name(name);
        } catch (JacksonException e) {
            throw unreadable(load, e);
        }
    }

    /** The name, if it is one. */
    static String name(@Nullable String name) {
        if (name == null || !PromptRules.isName(name, PromptRules.MAX_NAME)) {
            throw ApiException.invalid("name", "must be 1 to " + PromptRules.MAX_NAME + " printable characters");
        }
        return name;
    }

    private void readObject() {
        expect(JsonToken.START_OBJECT, parser.nextToken(), "body", "must be an object");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "name" -> {
                    expect(JsonToken.VALUE_STRING, value, field, "must be a string");
                    name = name(parser.getString());
                }
                case "prompts" -> {
                    expect(JsonToken.START_ARRAY, value, field, "must be an array");
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        readPrompt();
                    }
                }
                default -> throw ApiException.invalid(field, "unknown field");
            }
        }
        if (parser.nextToken() != null) {
            throw new ApiException(ErrorCode.UNREADABLE, "The body goes on behind its end");
        }
    }

    private void readPrompt() {
        String label = label(load.count());
        expect(JsonToken.START_OBJECT, parser.currentToken(), label, "must be an object");
        load.add(label, parser.readValueAs(NewPrompt.class));
    }

    private static void expect(JsonToken expected, @Nullable JsonToken token, String field, String message) {
        if (token != expected) {
            throw ApiException.invalid(field, message);
        }
    }

    private static String label(long index) {
        return "prompts[" + index + "]";
    }

    private static ApiException unreadable(PromptLoad load, JacksonException e) {
        if (e instanceof DatabindException fault && !fault.getPath().isEmpty()) {
            String field = fault.getPath().get(0).getPropertyName();
            return ApiException.invalid(label(load.count()) + "." + field, "unknown, or not a string");
        }
        TokenStreamLocation at = e.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new ApiException(ErrorCode.UNREADABLE, "The body is not JSON" + where + ", near " + label(load.count()));
    }
}
