package io.opadpo.trainer.chat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The one turn that a request has, as LLaVA-1.5 was trained: a question, with at most one image before it.
 *
 * @param text text parts, joined by line breaks
 * @param image an encoded picture, or {@code null}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record UserTurn(String text, byte @Nullable [] image) {

    private static final String BASE64 = ";base64,";
    private static final String DATA = "data:";

    static UserTurn of(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty()) {
            throw OpenAiException.invalid("messages", "must be a list with one message of the user");
        }
        for (int i = 0; i < messages.size(); i++) {
            String role = messages.path(i).path("role").asString("");
            if (!role.equals("user")) {
                throw OpenAiException.invalid(
                        "messages[" + i + "].role", "is '" + role + "', but only one message of the user is supported");
            }
        }
        if (messages.size() > 1) {
            throw OpenAiException.invalid("messages[1]", "only one message of the user is supported");
        }
        return content(messages.path(0).path("content"));
    }

    private static UserTurn content(JsonNode content) {
        if (content.isString()) {
            return new UserTurn(content.stringValue(), null).checked();
        }
        if (!content.isArray()) {
            throw OpenAiException.invalid("messages[0].content", "must be a text or a list of parts");
        }
        List<String> texts = new ArrayList<>();
        byte[] image = null;
        for (int i = 0; i < content.size(); i++) {
            JsonNode part = content.path(i);
            String at = "messages[0].content[" + i + "]";
            String type = part.path("type").asString("");
            if (type.equals("text") && part.path("text").isString()) {
                texts.add(part.path("text").stringValue());
            } else if (type.equals("image_url")) {
                if (image != null) {
                    throw OpenAiException.invalid(at, "only one image is supported");
                }
                image = decode(at + ".image_url.url", part.path("image_url").path("url"));
            } else {
                throw OpenAiException.invalid(at, "must be a part of type text or image_url");
            }
        }
        return new UserTurn(String.join("\n", texts), image).checked();
    }

    private UserTurn checked() {
        if (text.isBlank()) {
            throw OpenAiException.invalid("messages[0].content", "has no text");
        }
        return this;
    }

    private static byte[] decode(String at, JsonNode url) {
        String value = url.asString("");
        if (!value.regionMatches(true, 0, DATA, 0, DATA.length())) {
            throw OpenAiException.invalid(at, "must be a data URL; nothing is fetched for a request");
        }
        int comma = value.indexOf(',') + 1;
        if (comma == 0 || !value.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(BASE64)) {
            throw OpenAiException.invalid(at, "must be a data URL in base64");
        }
        try {
            return Base64.getDecoder().decode(value.substring(comma));
        } catch (IllegalArgumentException e) {
            throw OpenAiException.invalid(at, "is not base64");
        }
    }
}
