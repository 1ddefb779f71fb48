package io.opadpo.trainer.chat;

import io.opadpo.trainer.adapter.Adapter;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an answer and all pieces of it have in common. */
record ChatHeader(
        String id,
        long created,
        String model,
        String systemFingerprint,
        @Nullable String adapterVersion) {

    static ChatHeader of(ChatRequest request, ChatTarget.Found found, Instant now) {
        Adapter adapter = found.adapter();
        return new ChatHeader(
                "chatcmpl-" + UUID.randomUUID(),
                now.getEpochSecond(),
                request.model(),
                found.model().version(),
                adapter == null ? null : adapter.version());
    }
}
