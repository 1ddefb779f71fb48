package io.opadpo.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobKeyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "../a",
                "a/..",
                "a/../b",
                "a/./b",
                ".tmp/x",
                "a/.hidden",
                "A",
                "a b",
                "a\\b",
                "a\u0000b",
                "a%2e",
                "a:b",
                "ä",
                "a\n",
                "~/a",
                "C:/a"
            })
    void whatMightLeadElsewhereIsNoKey(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BlobKey(text));
        assertThatIllegalArgumentException().isThrownBy(() -> BlobKey.of("images", text));
    }

    @Test
    void lengthsAreLimited() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BlobKey("a".repeat(201)));
        assertThatIllegalArgumentException().isThrownBy(() -> new BlobKey("abcd/".repeat(200) + "a"));
    }

    @Test
    void segmentsAreJoined() {
        assertThat(BlobKey.of("adapters", "alice", "7f_x").resolve("adapter_model.safetensors"))
                .hasToString("adapters/alice/7f_x/adapter_model.safetensors");
    }
}
