package io.opadpo.llava.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and unsupported models end in a typed error that names the file. */
class SentencePieceReaderTest {

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("unigram", minimal().message(2, new ModelProto().number(3, 1)), "model type 1"),
                Arguments.of(
                        "character map",
                        minimal().bpe().message(3, new ModelProto().bytes(2, new byte[] {1})),
                        "precompiled_charsmap"),
                Arguments.of(
                        "no escape", minimal().bpe().message(3, new ModelProto().number(5, 0)), "escape_whitespaces"),
                Arguments.of("suffix", minimal().message(2, new ModelProto().number(24, 1)), "whitespace_as_suffix"),
                Arguments.of("piece type", minimal().piece("x", 0, 5).bpe(), "piece type 5"),
                Arguments.of("huge type", minimal().message(1, new ModelProto().number(3, 1L << 33 | 1)), "piece type"),
                Arguments.of("twice", minimal().piece("a", 0, ModelProto.NORMAL).bpe(), "occurs twice"),
                Arguments.of(
                        "empty piece", minimal().piece("", 0, ModelProto.NORMAL).bpe(), "is empty"),
                Arguments.of(
                        "NaN",
                        minimal().piece("x", Float.NaN, ModelProto.NORMAL).bpe(),
                        "score"),
                Arguments.of(
                        "two unknowns",
                        minimal().piece("x", 0, ModelProto.UNKNOWN).bpe(),
                        "more than one unknown"),
                Arguments.of("no unknown", new ModelProto().bpe(), "no unknown"),
                Arguments.of(
                        "no bos",
                        new ModelProto().piece("<unk>", 0, ModelProto.UNKNOWN).bpe(),
                        "no special token <s>"),
                Arguments.of(
                        "bytes missing",
                        minimal().message(2, new ModelProto().number(3, 2).number(35, 1)),
                        "0 byte pieces"),
                Arguments.of(
                        "byte name",
                        minimal().piece("<0xZZ>", 0, ModelProto.BYTE).bpe(),
                        "<0x00>"),
                Arguments.of(
                        "not UTF-8",
                        minimal().message(1, new ModelProto().bytes(1, new byte[] {(byte) 0xFF})),
                        "not UTF-8"));
    }

    private static ModelProto minimal() {
        return ModelProto.withSpecialPieces().piece("a", -1, ModelProto.NORMAL);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesWhatWouldGiveWrongIds(String name, ModelProto model, String problem) {
        assertThatThrownBy(model::load)
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("test.model")
                .hasMessageContaining(problem);
    }

    @Test
    void loadsTheMinimalModel() {
        assertThat(minimal().bpe().load().vocabSize()).isEqualTo(4);
    }

    @Test
    void specialTokensGoByTheNamesInTheModel() {
        ModelProto names = new ModelProto()
                .number(3, 2)
                .bytes(46, "<begin>".getBytes(StandardCharsets.UTF_8))
                .bytes(48, "</s>".getBytes(StandardCharsets.UTF_8));
        Tokenizer tokenizer = minimal()
                .piece("<begin>", 0, ModelProto.CONTROL)
                .message(2, names)
                .load();
        assertThat(tokenizer.bosId()).isEqualTo(4);
        assertThat(tokenizer.padId()).isEqualTo(2);
    }

    @Test
    void truncationsAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(TokenizerFixtures.resource("sentencepiece/tokenizer.model"));
        List<Integer> accepted = new ArrayList<>();
        for (int length = 0; length < whole.length; length++) {
            try {
                SentencePieceReader.parse(Arrays.copyOf(whole, length), "cut.model");
                accepted.add(length);
            } catch (TokenizerException e) {
                assertThat(e).hasMessageContaining("cut.model");
            }
        }
        // The normaliser comes last and is optional in the format: cut right before it, the model is whole.
        assertThat(accepted).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void damagedBytesGiveATokenizerOrATypedError() throws IOException {
        byte[] whole = Files.readAllBytes(TokenizerFixtures.resource("sentencepiece/tokenizer.model"));
        long seed = 21;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = whole.clone();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                Tokenizer tokenizer = SentencePieceReader.parse(damaged, "damaged.model");
                assertThat(tokenizer.encode("the cat </s> 😀")).isNotEmpty();
            } catch (TokenizerException e) {
                assertThat(e).hasMessageContaining("damaged.model");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0aFFFFFFFF07", // a length far beyond the file
                "0aFFFFFFFFFFFFFFFFFF01", // a negative length
                "0aFFFFFFFFFFFFFFFFFFFF01", // a number of eleven bytes
                "00", // field 0
                "0b", // a group
            })
    void malformedFieldsAreRefused(String hex) {
        byte[] model = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> SentencePieceReader.parse(model, "bad.model"))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("bad.model");
    }

    @Test
    void aFolderWithoutTokenizerIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> Tokenizers.load(folder))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining(folder.toString());
    }
}
