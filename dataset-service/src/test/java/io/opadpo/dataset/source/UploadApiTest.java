package io.opadpo.dataset.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.dataset.DatasetService;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadApiTest {
    private final DatasetService service = DatasetService.shared();
    private final Api alice = service.as("upload-alice");

    /** The form is what curl announces for {@code --data-binary}. */
    @ParameterizedTest
    @ValueSource(strings = {"application/octet-stream", "application/x-www-form-urlencoded"})
    void whatTheBodyIsSaidToBeDoesNotMatter(String type) {
        byte[] file = "{\"id\": 1}\n&name=other.jsonl&%zz".getBytes(StandardCharsets.UTF_8);
        Reply kept = alice.post("/v1/uploads?name=mine.jsonl", file, type);
        assertThat(kept.status()).as(kept.toString()).isEqualTo(201);
        assertThat(kept.json().path("name").asString()).isEqualTo("mine.jsonl");
        assertThat(kept.json().path("bytes").asInt()).isEqualTo(file.length);
    }

    /** Longer bodies are allowed by the path as it was sent, so it must lead nowhere else. */
    @Test
    void noOtherRouteIsReachedByThisOne() {
        assertThat(alice.post("/v1/uploads/../images", new byte[] {1}, "image/png")
                        .status())
                .isEqualTo(404);
        byte[] large = new byte[33 << 20];
        assertThat(alice.post("/v1/images", large, "image/png").status()).isEqualTo(413);
        assertThat(alice.post("/v1/uploads?name=a.parquet", large, "application/octet-stream")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void namesThatLeadElsewhereAreRefused() {
        for (String name : new String[] {"..%2Fx.jsonl", "%2Fetc%2Fpasswd", ".x", "a%00b", ""}) {
            Reply refused = alice.post("/v1/uploads?name=" + name, new byte[] {1}, "application/octet-stream");
            assertThat(refused.status()).as(name).isEqualTo(400);
            assertThat(refused.json().at("/errors/0/field").asString()).isEqualTo("name");
        }
    }
}
