package io.opadpo.lab.corrector;

import io.opadpo.lab.files.SceneFile;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a corrector is asked, read from the text of the request.
 *
 * @param question that was put to the model
 * @param reference the standard answer; empty if there is none
 * @param answer the model's
 * @param image SHA-256 of the picture that is sent along in the message; null if there is none
 */
public record Task(
        String question,
        String reference,
        String answer,
        @Nullable String image) {

    private static final String BASE64 = ";base64,";

    private static final String NO_REFERENCE = "(none)";

    /**
     * Reads the first user message of a chat request, as the feedback-service writes it: three texts between tags.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Task of(JsonNode request) {
        for (JsonNode message : request.path("messages")) {
            if (message.path("role").asString("").equals("user")) {
                return of(text(message.path("content")), image(message.path("content")));
            }
        }
        throw new IllegalArgumentException("no user message");
    }

    private static String text(JsonNode content) {
        if (content.isString()) {
            return content.stringValue();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(part.path("text").asString(""));
        }
        return text.toString();
    }

    private static @Nullable String image(JsonNode content) {
        for (JsonNode part : content) {
            String url = part.path("image_url").path("url").asString("");
            int start = url.indexOf(BASE64);
            if (url.startsWith("data:") && start > 0) {
                return SceneFile.sha256(Base64.getDecoder().decode(url.substring(start + BASE64.length())));
            }
        }
        return null;
    }

    private static Task of(String text, @Nullable String image) {
        String question = between(text, "<question>\n", "\n</question>\n", 0);
        String reference = between(text, "</question>\n\n<reference>\n", "\n</reference>\n", 0);
        int behind = text.indexOf("\n</reference>\n");
        int start = text.indexOf("<answer>\n", behind);
        int end = text.lastIndexOf("\n</answer>");
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no answer between tags");
        }
        // An empty answer has one line break around it, not two.
        String answer = text.substring(Math.min(start + "<answer>\n".length(), end), end);
        return new Task(question, reference.equals(NO_REFERENCE) ? "" : reference, answer, image);
    }

    private static String between(String text, String open, String close, int from) {
        int start = text.indexOf(open, from);
        int end = start < 0 ? -1 : text.indexOf(close, start);
        if (end < 0) {
            throw new IllegalArgumentException("no text between " + open.strip() + " and " + close.strip());
        }
        return text.substring(Math.min(start + open.length(), end), end);
    }
}
