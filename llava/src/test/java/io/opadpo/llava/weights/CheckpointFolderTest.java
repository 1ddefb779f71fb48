package io.opadpo.llava.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.LlavaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFolderTest {

    private static final Path TORCH = Path.of("src/test/resources/torch/state-dict.bin");

    @TempDir
    Path folder;

    @Test
    void prefersSafetensorsToPickles() throws IOException {
        Files.copy(TORCH, folder.resolve("pytorch_model.bin"));
        assertThat(names()).contains("float32");
        write("other.safetensors", "any");
        assertThat(names()).containsExactly("any");
        write("model.safetensors", "single");
        assertThat(names()).containsExactly("single");
        index("model.safetensors.index.json", "any", "other.safetensors");
        assertThat(names()).containsExactly("any");
    }

    @Test
    void mergesTorchShardsWithAndWithoutIndex() throws IOException {
        Files.copy(TORCH, folder.resolve("pytorch_model-00001-of-00001.bin"));
        assertThat(names()).contains("float32");
        index("pytorch_model.bin.index.json", "float32", "pytorch_model-00001-of-00001.bin");
        assertThat(names()).contains("float32");
        index("pytorch_model.bin.index.json", "absent", "pytorch_model-00001-of-00001.bin");
        assertRefused("'absent' is not in pytorch_model-00001-of-00001.bin");
    }

    @Test
    void refusesAnEmptyFolderAndADuplicateKey() throws IOException {
        assertRefused("holds no weights");
        write("a.safetensors", "same");
        write("b.safetensors", "same");
        assertRefused("'same' is in " + folder.resolve("a.safetensors") + " and again in");
    }

    @Test
    void namesAMissingShard() throws IOException {
        index("model.safetensors.index.json", "a", "model-00001-of-00002.safetensors");
        assertRefused("shard model-00001-of-00002.safetensors is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../model.safetensors",
                "/etc/passwd",
                "sub/model.safetensors",
                "..\\\\model.safetensors",
                "..",
                "",
                ".hidden.safetensors",
                "model.safetensors\\u0000",
                "config.json"
            })
    void refusesAnIndexThatPointsElsewhere(String shard) throws IOException {
        write("model.safetensors", "a");
        index("model.safetensors.index.json", "a", shard);
        assertRefused("'a' is said to lie in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"weight_map\":[]}",
                "{\"weight_map\":{}}",
                "{\"weight_map\":{\"a\":1}}",
                "{\"weight_map\":{\"a\":\"x.bin\",\"a\":\"y.bin\"}}"
            })
    void refusesAnIndexThatIsNone(String json) throws IOException {
        Files.writeString(folder.resolve("model.safetensors.index.json"), json);
        assertRefused("model.safetensors.index.json");
    }

    private List<String> names() {
        try (CheckpointFolder read = CheckpointFolder.open(folder)) {
            return List.copyOf(read.names());
        }
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> CheckpointFolder.open(folder))
                .isInstanceOf(LlavaException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(message);
    }

    private void write(String file, String key) {
        List<TensorInfo> one = List.of(new TensorInfo(key, StoredType.U8, List.of()));
        SafetensorsWriter.write(folder.resolve(file), one, (tensor, out) -> out.write(ByteBuffer.allocate(1)));
    }

    private void index(String file, String key, String shard) throws IOException {
        String json = "{\"metadata\":{},\"weight_map\":{\"" + key + "\":\"" + shard + "\"}}";
        Files.writeString(folder.resolve(file), json);
    }
}
