package io.opadpo.chat.testing;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A request that a {@link FakeOpenAi} got.
 *
 * @param uri path and query, as they were sent
 * @param headers by name in lower case
 * @param body the request
 */
public record Asked(String uri, Map<String, String> headers, JsonNode body) {
    /** The text of the user's first message. */
    public String question() {
        for (JsonNode message : body.path("messages")) {
            if (message.path("role").asString().equals("user")) {
                JsonNode content = message.path("content");
                return content.isArray()
                        ? content.path(content.size() - 1).path("text").asString()
                        : content.asString();
            }
        }
        return "";
    }

    /** The address of the image in it. */
    public String image() {
        for (JsonNode message : body.path("messages")) {
            String url = message.path("content")
                    .path(0)
                    .path("image_url")
                    .path("url")
                    .asString("");
            if (!url.isEmpty()) {
                return url;
            }
        }
        return "";
    }

    public int messages() {
        return body.path("messages").size();
    }
}
