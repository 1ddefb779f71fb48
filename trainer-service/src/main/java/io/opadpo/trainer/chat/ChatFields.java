package io.opadpo.trainer.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Fields of a chat request, checked as they are read. {@code null} is as good as absent, as OpenAI has it. */
final class ChatFields {

    /** Those that would change the answer if we had them. Others that we do not know are ignored, as OpenAI's do. */
    private static final Set<String> REFUSED = Set.of(
            "tools",
            "tool_choice",
            "functions",
            "function_call",
            "logit_bias",
            "logprobs",
            "top_logprobs",
            "modalities",
            "audio",
            "response_format",
            "frequency_penalty",
            "presence_penalty");

    private final JsonNode body;

    ChatFields(JsonNode body) {
        if (!body.isObject()) {
            throw OpenAiException.invalid("body", "must be an object");
        }
        this.body = body;
        REFUSED.forEach(this::requireNeutral);
    }

    private void requireNeutral(String name) {
        JsonNode value = body.path(name);
        boolean neutral = value.isMissingNode()
                || value.isNull()
                || (value.isContainer() && value.isEmpty())
                || (value.isBoolean() && !value.booleanValue())
                || (value.isNumber() && value.asDouble(Double.NaN) == 0)
                || value.path("type").asString("").equals("text")
                || value.asString("").equals("none");
        if (!neutral) {
            throw OpenAiException.invalid(name, "is not supported");
        }
    }

    JsonNode node(String name) {
        return body.path(name);
    }

    String text(String name) {
        JsonNode value = body.path(name);
        if (!value.isString()
                || value.stringValue().isBlank()
                || value.stringValue().indexOf('\0') >= 0) {
            throw OpenAiException.invalid(name, "must be a text");
        }
        return value.stringValue();
    }

    boolean flag(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (absent(value)) {
            return false;
        }
        if (!value.isBoolean()) {
            throw OpenAiException.invalid(name, "must be true or false");
        }
        return value.booleanValue();
    }

    double number(String name, double standard, double least, double most) {
        JsonNode value = body.path(name);
        if (absent(value)) {
            return standard;
        }
        // Not a number stands for one that no double holds.
        double number = value.isNumber() ? value.asDouble(Double.NaN) : Double.NaN;
        if (!(number >= least && number <= most)) {
            throw OpenAiException.invalid(name, "must be a number from " + least + " to " + most);
        }
        return number;
    }

    @Nullable
    Long whole(String name, long least, long most) {
        JsonNode value = body.path(name);
        if (absent(value)) {
            return null;
        }
        boolean whole = value.isIntegralNumber() && value.canConvertToLong();
        if (!whole || value.longValue() < least || value.longValue() > most) {
            throw OpenAiException.invalid(name, "must be a whole number from " + least + " to " + most);
        }
        return value.longValue();
    }

    /** A text, or up to so many. */
    List<String> texts(String name, int most) {
        JsonNode value = body.path(name);
        if (absent(value)) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        (value.isArray() ? value.values() : List.of(value)).forEach(each -> {
            if (!each.isString() || each.stringValue().isEmpty()) {
                throw OpenAiException.invalid(name, "must be a text or a list of texts, none of them empty");
            }
            texts.add(each.stringValue());
        });
        if (texts.size() > most) {
            throw OpenAiException.invalid(name, "has more than " + most + " texts");
        }
        return texts;
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
