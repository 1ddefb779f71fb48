package io.opadpo.llava.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.TinyFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class InfoCommandTest {

    @Test
    void tellsShapeSizesAndAdapters(@TempDir Path temporary) throws IOException {
        Path model = TinyFolder.in(temporary);
        Cli run = Cli.run("info", model, "--adapter", Fixtures.path("tiny-adapter"));
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode info = run.lines().get(0);
        assertThat(info.path("layout").asString()).isEqualTo("hugging_face");
        assertThat(info.at("/config/text/hidden_size").intValue()).isEqualTo(64);
        assertThat(info.path("image_tokens").intValue()).isEqualTo(64);
        // The file's tensors take two bytes each element; what is loaded leaves out the tower's last layer and norm.
        assertThat(info.path("stored_bytes").longValue())
                .isEqualTo(2 * info.path("parameters").longValue());
        assertThat(info.at("/stored_dtypes/bf16").longValue())
                .isEqualTo(info.path("parameters").longValue());
        assertThat(info.at("/memory_bytes/fp32").longValue())
                .isEqualTo(2 * info.at("/memory_bytes/bf16").longValue())
                .isLessThan(2 * info.path("stored_bytes").longValue());
        // Keys and values of 3 layers, 4 heads, 16 wide.
        assertThat(info.at("/kv_bytes_per_position/bf16").longValue()).isEqualTo(2 * 3 * 4 * 16 * 2);
        assertThat(info.at("/tokenizer/kind").asString()).isEqualTo("hugging_face");
        assertThat(info.at("/tokenizer/vocab_size").intValue()).isEqualTo(TinyFolder.VOCABULARY);
        JsonNode adapter = info.at("/adapters/0");
        assertThat(adapter.path("rank").intValue()).isEqualTo(8);
        assertThat(adapter.path("modules").intValue()).isEqualTo(21);
        assertThat(adapter.path("targets")).hasSize(7);
        // Per layer: q, k, v, o of 64 + 64, gate, up and down of 64 + 176, all times rank 8.
        assertThat(adapter.path("parameters").longValue()).isEqualTo(3 * 8 * (4 * 128 + 3 * 240));
    }

    @Test
    void aFolderWithoutTokenizerIsStillDescribed() {
        Cli run = Cli.run("info", Fixtures.path("tiny-llava"));
        assertThat(run.code()).isZero();
        assertThat(run.lines().get(0).at("/tokenizer/error").asString()).contains("tokenizer");
    }

    @Test
    void anAdapterOfAnotherKindIsRefused() {
        Cli run = Cli.run("info", Fixtures.path("tiny-llava"), "--adapter", Fixtures.path("images"));
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("adapter_config.json");
    }
}
