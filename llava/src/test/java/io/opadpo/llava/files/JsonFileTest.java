package io.opadpo.llava.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFileTest {

    @TempDir
    Path folder;

    @Test
    void readsAnObjectUpToTheLimit() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "{\"é\":1}\n");
        int size = (int) Files.size(file);
        assertThat(JsonFile.readObject(file, size).path("é").intValue()).isEqualTo(1);
        assertThatThrownBy(() -> JsonFile.readObject(file, size - 1))
                .isInstanceOf(JsonFileException.class)
                .hasMessageContainingAll(file.toString(), "larger than the " + (size - 1) + " bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[]", "null", "1", "{", "{\"a\":1}}", "{\"a\":1} x", "{\"a\":1,\"a\":2}", "{a:1}"})
    void refusesAnythingElse(String json) throws IOException {
        assertRefused(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesOtherEncodingsAndDeepNesting() throws IOException {
        assertRefused("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE));
        assertRefused("{\"\u00e9\":1}".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(("{\"a\":" + "[".repeat(50_000)).getBytes(StandardCharsets.UTF_8));
    }

    private void assertRefused(byte[] json) throws IOException {
        Path file = Files.write(folder.resolve("bad.json"), json);
        assertThatThrownBy(() -> JsonFile.readObject(file, 1 << 20))
                .isInstanceOf(JsonFileException.class)
                .hasMessageContaining(file.toString());
    }
}
