package io.opadpo.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A turn of the conversation.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 * @param content a text, or a list of {@link Part}s
 */
public record ChatMessage(String role, Object content) {
    /** What the model is to be. */
    public static ChatMessage system(String text) {
        return new ChatMessage("system", text);
    }

    /** What the model said before. */
    public static ChatMessage assistant(String text) {
        return new ChatMessage("assistant", text);
    }

    /** A text from the user. */
    public static ChatMessage user(String text) {
        return new ChatMessage("user", text);
    }

    /** An image from the user and a text below it; without an image, the text. */
    public static ChatMessage user(@Nullable String imageUrl, String text) {
        return imageUrl == null
                ? user(text)
                : new ChatMessage(
                        "user",
                        List.of(new Part("image_url", null, new ImageUrl(imageUrl)), new Part("text", text, null)));
    }

    /** One part of a content of several. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Part(
            String type,
            @Nullable String text,
            @JsonProperty("image_url") @Nullable ImageUrl imageUrl) {}

    /** An image's address, for us always a {@code data:} URL, so that no endpoint fetches anything. */
    record ImageUrl(String url) {}
}
