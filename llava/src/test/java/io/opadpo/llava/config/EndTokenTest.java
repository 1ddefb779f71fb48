package io.opadpo.llava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.Variants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndTokenTest {

    @Test
    void theEndTokenIsInTheVocabulary(@TempDir Path folder) throws IOException {
        Files.copy(Variants.path("plain").resolve("config.json"), folder.resolve("config.json"));
        Path generation = folder.resolve("generation_config.json");
        Files.writeString(generation, "{\"eos_token_id\": 63}");
        assertThat(LlavaConfigReader.read(folder, null).text().eosId()).isEqualTo(63);
        Files.writeString(generation, "{\"eos_token_id\": 64}");
        assertThatThrownBy(() -> LlavaConfigReader.read(folder, null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("eos_token_id")
                .hasMessageContaining("64");
    }
}
