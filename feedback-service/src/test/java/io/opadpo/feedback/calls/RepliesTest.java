package io.opadpo.feedback.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.chat.ChatReply;
import io.opadpo.chat.Usage;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RepliesTest {
    private static final Books BOOKS = Books.open();

    private final Replies replies = BOOKS.replies;
    private final String owner = "owner " + UUID.randomUUID();
    private final UUID first = UUID.randomUUID();
    private final UUID second = UUID.randomUUID();

    @Test
    void eachJobKeepsWhatItPaidFor() {
        replies.put(first, owner, "key", reply("one"));
        replies.put(second, owner, "key", reply("two"));

        assertThat(said(first)).isEqualTo("one");
        assertThat(said(second)).isEqualTo("two");
        assertThat(replies.known(first, owner, List.of("key", "other"), false)).containsExactly("key");
        assertThat(replies.count(owner, List.of("key"))).isEqualTo(1);
    }

    @Test
    void othersRepliesAreThereForThoseWhoReuseThem() {
        replies.put(first, owner, "key", reply("one"));

        assertThat(replies.known(second, owner, List.of("key"), true)).containsExactly("key");
        assertThat(replies.known(second, owner, List.of("key"), false)).isEmpty();
        assertThat(said(second)).isEqualTo("one");
    }

    @Test
    void jobFailsWithItsOwnReply() {
        replies.put(first, owner, "key", reply("one"));
        replies.put(second, owner, "key", reply("two"));
        replies.failed(second, owner, List.of("key"));

        assertThat(said(UUID.randomUUID())).isEqualTo("one");
    }

    private String said(UUID job) {
        return replies.find(job, owner, "key").orElseThrow().reply().content();
    }

    private static ChatReply reply(String content) {
        return new ChatReply(content, "stop", null, null, null, new Usage(1, 1));
    }
}
