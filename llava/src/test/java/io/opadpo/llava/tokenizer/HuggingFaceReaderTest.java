package io.opadpo.llava.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Variants of the tiny {@code tokenizer.json}, harmless and not. */
class HuggingFaceReaderTest {

    @TempDir
    private Path folder;

    private static String tiny() throws IOException {
        return Files.readString(TokenizerFixtures.resource("hugging-face/tokenizer.json"));
    }

    private Tokenizer load(String json) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), json);
        return Tokenizers.load(folder);
    }

    private Tokenizer load(Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(tiny());
        change.accept(json);
        return load(json.toString());
    }

    private static ObjectNode model(ObjectNode json) {
        return (ObjectNode) json.get("model");
    }

    private static ObjectNode vocab(ObjectNode json) {
        return (ObjectNode) model(json).get("vocab");
    }

    private static ArrayNode merges(ObjectNode json) {
        return (ArrayNode) model(json).get("merges");
    }

    private static ArrayNode added(ObjectNode json) {
        return (ArrayNode) json.get("added_tokens");
    }

    @Test
    void textDoesNotMergeIntoASpecialToken() throws IOException {
        Consumer<ObjectNode> mergesToEos = json -> {
            vocab(json).put("</", 400).put("s>", 401);
            added(json).remove(4);
            added(json).remove(3);
            for (String[] pair : new String[][] {{"<", "/"}, {"s", ">"}, {"</", "s>"}}) {
                merges(json).addArray().add(pair[0]).add(pair[1]);
            }
        };
        try (Tokenizer tokenizer = load(mergesToEos)) {
            assertThat(tokenizer.encode("</s>")).endsWith(400, 401).doesNotContain(2);
        }
    }

    @Test
    void aSpecialTokenOfOneCharacterIsNotMadeFromText() throws IOException {
        Consumer<ObjectNode> special = json ->
                added(json).addObject().put("id", 400 + 2).put("content", "猫").put("special", true);
        try (Tokenizer tokenizer = load(special);
                Tokenizer plain = TokenizerFixtures.tinySentencePiece()) {
            assertThat(tokenizer.pieceId("猫")).hasValue(402);
            assertThat(tokenizer.encode("猫")).isEqualTo(plain.encode("猫"));
        }
    }

    @Test
    void addedTextOfTheVocabularyStaysWhole() throws IOException {
        Consumer<ObjectNode> wholeWord = json -> {
            int id = vocab(json).get("Wh").intValue();
            added(json)
                    .addObject()
                    .put("id", id)
                    .put("content", "Wh")
                    .put("special", false)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false);
        };
        try (Tokenizer tokenizer = load(wholeWord)) {
            assertThat(tokenizer.encode("Wh"))
                    .containsExactly(tokenizer.pieceId("Wh").getAsInt());
            assertThat(tokenizer.decode(tokenizer.encode("aWhb"))).contains("Wh");
        }
    }

    @Test
    void spacesStatedAsAPreTokenizerGiveTheSameIds() throws IOException {
        Consumer<ObjectNode> metaspace = json -> {
            json.putNull("normalizer");
            json.putObject("pre_tokenizer")
                    .put("type", "Metaspace")
                    .put("replacement", "▁")
                    .put("prepend_scheme", "first")
                    .put("split", false);
        };
        try (Tokenizer tokenizer = load(metaspace)) {
            for (GoldenCases.Encoded golden : GoldenCases.read().encode()) {
                assertThat(tokenizer.encode(golden.text())).as(golden.text()).isEqualTo(golden.ids());
            }
        }
    }

    @Test
    void mergesMayBeStrings() throws IOException {
        Consumer<ObjectNode> strings = json -> {
            ArrayNode pairs = merges(json);
            ArrayNode joined = model(json).putArray("merges");
            for (JsonNode pair : pairs) {
                joined.add(pair.get(0).stringValue() + " " + pair.get(1).stringValue());
            }
        };
        try (Tokenizer tokenizer = load(strings);
                Tokenizer plain = TokenizerFixtures.tinySentencePiece()) {
            assertThat(tokenizer.encode("The cat is on the tree")).isEqualTo(plain.encode("The cat is on the tree"));
        }
    }

    @Test
    void settingsForTruncationAndPaddingInTheFileDoNotAct() throws IOException {
        Consumer<ObjectNode> truncated = json -> {
            json.putObject("truncation")
                    .put("direction", "Right")
                    .put("max_length", 2)
                    .put("strategy", "LongestFirst")
                    .put("stride", 0);
        };
        try (Tokenizer tokenizer = load(truncated)) {
            assertThat(tokenizer.encode("a ".repeat(2_000))).hasSizeGreaterThan(1_000);
        }
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                change("type", json -> model(json).put("type", "WordPiece"), "BPE"),
                change("suffix", json -> model(json).put("end_of_word_suffix", "</w>"), "end_of_word_suffix"),
                change("no vocab", json -> model(json).remove("vocab"), "model.vocab"),
                change("vocab list", json -> model(json).putArray("vocab"), "model.vocab"),
                change("id twice", json -> vocab(json).put("new", 300), "300 occurs twice"),
                change("huge id", json -> vocab(json).put("new", Integer.MAX_VALUE), "'new'"),
                change("negative id", json -> vocab(json).put("new", -1), "'new'"),
                change("id as text", json -> vocab(json).put("new", "400"), "'new'"),
                change("no unknown", json -> model(json).putNull("unk_token"), "no unknown piece"),
                change("no bos", json -> added(json).remove(1), "<s>"),
                change("bytes", json -> vocab(json).remove("<0x41>"), "255 byte pieces"),
                change("merge", json -> merges(json).addArray().add("no").add("where"), "merge"),
                change("merge of one", json -> merges(json).add("the"), "merge"),
                change("added clash", json -> ((ObjectNode) added(json).get(3)).put("id", 300), "300 is another piece"),
                change("normalizer", json -> json.putObject("normalizer").put("type", "NFKC"), "normalizer"),
                change(
                        "byte level",
                        json -> json.putObject("pre_tokenizer").put("type", "ByteLevel"),
                        "pre_tokenizer"));
    }

    private static Arguments change(String name, Consumer<ObjectNode> change, String problem) {
        return Arguments.of(name, change, problem);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesWhatIsNotLlamas(String name, Consumer<ObjectNode> change, String problem) {
        assertThatThrownBy(() -> load(change))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining(problem);
    }

    @Test
    void damagedJsonGivesATokenizerOrATypedError() throws IOException {
        byte[] whole = tiny().getBytes(StandardCharsets.UTF_8);
        long seed = 31;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            Files.write(folder.resolve("tokenizer.json"), damaged);
            try (Tokenizer tokenizer = Tokenizers.load(folder)) {
                assertThat(tokenizer.encode("the cat </s> 😀")).isNotEmpty();
            } catch (TokenizerException e) {
                assertThat(e).hasMessageContaining("tokenizer.json");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("notTokenizers")
    void otherJsonIsRefused(String json) {
        assertThatThrownBy(() -> load(json)).isInstanceOf(TokenizerException.class);
    }

    static Stream<String> notTokenizers() {
        return Stream.of("", "null", "[]", "{}", "{\"model\":1}", "{\"model\":{\"type\":\"BPE\"", "[".repeat(100_000));
    }
}
