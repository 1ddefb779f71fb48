package io.opadpo.llava.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.LlavaException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {

    @TempDir
    private Path temporary;

    @Test
    void linesMayEndInAnyWayAndBeEmpty() throws IOException {
        Path file = write("{\"id\":\"ä\"}\r\n\n  \n{\"id\":\"2\"}");
        List<String> ids = new ArrayList<>();
        assertThat(JsonLines.forEach(file, row -> row.id("id"), ids::add)).isEqualTo(2);
        assertThat(ids).containsExactly("ä", "2");
        assertThat(JsonLines.forEach(write(""), row -> row, row -> {})).isZero();
    }

    @Test
    void anEndlessLineIsRefusedWithoutBeingKept() throws IOException {
        Path file = temporary.resolve("long.jsonl");
        try (var out = Files.newOutputStream(file)) {
            byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            out.write("{}\n\"".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 33; i++) {
                out.write(block);
            }
        }
        assertThatThrownBy(() -> JsonLines.forEach(file, row -> row, row -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("long.jsonl:2")
                .hasMessageContaining("bytes allowed");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() throws IOException {
        Path file =
                Files.write(temporary.resolve("rows.jsonl"), new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'});
        assertThatThrownBy(() -> JsonLines.forEach(file, row -> row, row -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rows.jsonl:1");
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        Path file = write("{\"a\":" + "[".repeat(100_000));
        assertThatThrownBy(() -> JsonLines.forEach(file, row -> row, row -> {})).isInstanceOf(InputException.class);
    }

    /** Whatever a row holds, it is taken or refused by name. */
    @Test
    void damagedRowsNeverEndInAnotherException() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String good = "{\"id\":\"a\",\"image\":\"data:image/png;base64,AAAA\",\"question\":\"q\",\"samples\":2,"
                + "\"sampling\":{\"top_k\":3,\"stop\":[\"x\"],\"seed\":1,\"temperature\":0.5}}";
        String alphabet = "{}[]\":,0123456789.-eE+aux \\\u00e9";
        SamplingOptions options = new SamplingOptions();
        for (int round = 0; round < 3000; round++) {
            StringBuilder line = new StringBuilder(good);
            for (int edit = random.nextInt(4); edit >= 0; edit--) {
                int at = random.nextInt(line.length());
                line.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Path file = write(line.toString());
            try {
                JsonLines.forEach(file, row -> List.of(row.id("id"), options.sampling(row)), row -> {});
                JsonLines.forEach(file, row -> row.text("question") + Pictures.of(row, file), row -> {});
            } catch (LlavaException e) {
                assertThat(e).as("seed %d", seed).hasMessageContaining("rows.jsonl");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + line, e);
            }
        }
    }

    private Path write(String text) throws IOException {
        return Files.writeString(temporary.resolve("rows.jsonl"), text);
    }
}
