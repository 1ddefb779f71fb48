package io.opadpo.service.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.blobs.BlobKey;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BlobReferencesTest {
    private static final String ID = "0af76519-16cd-43dd-8448-eb211c80319c";

    @Test
    void keysWithoutAnIdAreLeftOut() {
        BlobKey whole = BlobKey.of("models", "alice", ID);
        BlobKey part = BlobKey.of("models", "alice", ID, "config.json");
        List<BlobKey> others = List.of(
                BlobKey.of("models"),
                BlobKey.of("models", ID),
                BlobKey.of("models", "alice", "1-1-1-1-1"),
                BlobKey.of("models", "alice", ID + "x"));

        assertThat(BlobReferences.ids(List.of(whole, part)))
                .isEqualTo(Map.of(whole, UUID.fromString(ID), part, UUID.fromString(ID)));
        assertThat(BlobReferences.ids(others)).isEmpty();
    }
}
