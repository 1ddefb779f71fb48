package io.opadpo.chat;

import org.jspecify.annotations.Nullable;

/**
 * What an endpoint says of one of its models.
 *
 * @param base the model under an adapter; the name itself if it is no adapter
 * @param adapter the name, if it is an adapter's, or null
 * @param adapterVersion the adapter's version, if told
 */
public record ChatModel(
        String base, @Nullable String adapter, @Nullable String adapterVersion) {
    /** A model of which nothing more is known. */
    static ChatModel named(String name) {
        return new ChatModel(name, null, null);
    }
}
