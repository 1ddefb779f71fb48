package io.opadpo.llava.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything a tokenizer over the tiny vocabulary does, whichever file it was loaded from. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TokenizerContract {

    private Tokenizer tokenizer;

    abstract Tokenizer load();

    @BeforeAll
    void open() {
        tokenizer = load();
    }

    @AfterAll
    void close() {
        tokenizer.close();
    }

    @Test
    void encodesAsSentencePieceDoes() {
        GoldenCases cases = GoldenCases.read();
        assertThat(cases.encode()).hasSizeGreaterThanOrEqualTo(60);
        for (GoldenCases.Encoded golden : cases.encode()) {
            assertThat(tokenizer.encode(golden.text())).as(golden.text()).isEqualTo(golden.ids());
            assertThat(tokenizer.decode(golden.ids())).as(golden.text()).isEqualTo(golden.decoded());
        }
    }

    @Test
    void decodesAnyIdsAsSentencePieceDoes() {
        for (GoldenCases.Decoded golden : GoldenCases.read().decode()) {
            assertThat(tokenizer.decode(golden.ids())).as("%s", golden).isEqualTo(golden.decoded());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"</s>", "<s>", "<unk>", "<image>", "<pad>", "a</s><s>\n<image>b", "<0x0A>"})
    void textNeverBecomesASpecialToken(String text) {
        int[] ids = tokenizer.encode(text);
        // 0 to 2 are <unk>, <s> and </s>; <image> and <pad>, where known, come after the 400 pieces.
        assertThat(IntStream.of(ids)).isNotEmpty().allMatch(id -> id > 2 && id < 400);
        assertThat(tokenizer.decode(ids)).isEqualTo(text);
    }

    @Test
    void anyTextComesBack() {
        long seed = 11;
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            String text = TokenizerFixtures.randomText(random);
            String expected = text.replace(Whitespace.SYMBOL, ' ');
            assertThat(tokenizer.decode(tokenizer.encode(text)))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(expected);
        }
    }

    @Test
    void streamsWholeCharactersThatAddUpToTheText() {
        long seed = 12;
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            int[] ids = random.ints(1 + random.nextInt(30), 0, 420).toArray();
            StreamingDecoder decoder = tokenizer.streamingDecoder();
            StringBuilder streamed = new StringBuilder();
            for (int id : ids) {
                String part = decoder.push(id);
                assertThat(part.codePoints())
                        .as("seed %d, round %d", seed, i)
                        .noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
                streamed.append(part);
            }
            streamed.append(decoder.finish());
            assertThat(streamed.toString()).as("seed %d, round %d", seed, i).isEqualTo(tokenizer.decode(ids));
        }
    }

    @Test
    void streamsACharacterWhenItsLastByteIsThere() {
        int[] bytes = tokenizer.encode("😀");
        StreamingDecoder decoder = tokenizer.streamingDecoder();
        assertThat(IntStream.of(bytes).mapToObj(decoder::push)).containsExactly("", "", "", "", "😀");
        assertThat(decoder.finish()).isEmpty();
    }

    @Test
    void streamsTheRestOfACutCharacterAtTheEnd() {
        int[] bytes = tokenizer.encode("😀");
        StreamingDecoder decoder = tokenizer.streamingDecoder();
        IntStream.of(bytes).limit(4).forEach(decoder::push);
        assertThat(decoder.finish()).isEqualTo("\uFFFD\uFFFD\uFFFD");
        assertThat(decoder.finish()).isEmpty();
    }

    @Test
    void idsWithoutTextAreSkipped() {
        int[] hello = tokenizer.encode("a the");
        int[] framed = IntStream.concat(
                        IntStream.of(0, 1, -200, 31_999, Integer.MAX_VALUE, Integer.MIN_VALUE),
                        IntStream.concat(IntStream.of(hello), IntStream.of(2, 0, 0)))
                .toArray();
        assertThat(tokenizer.decode(framed)).isEqualTo("a the");
    }

    @Test
    void knowsItsSpecialIds() {
        assertThat(tokenizer.bosId()).isEqualTo(1);
        assertThat(tokenizer.eosId()).isEqualTo(2);
        assertThat(tokenizer.pieceId("</s>")).hasValue(2);
        assertThat(tokenizer.pieceId("<0x0A>")).hasValue(3 + '\n');
        assertThat(tokenizer.pieceId("▁the")).hasValue(tokenizer.encode("the")[0]);
        assertThat(tokenizer.pieceId("no such piece")).isEmpty();
    }

    @Test
    void unpairedSurrogatesAreReplaced() {
        assertThat(tokenizer.encode("a\uD83Db\uDE00")).isEqualTo(tokenizer.encode("a\uFFFDb\uFFFD"));
    }

    @Test
    void longTextTakesLinearithmicTime() {
        String text = "the cat is in the tree and ".repeat(8_000) + "a".repeat(100_000);
        int[] ids = assertTimeout(Duration.ofSeconds(20), () -> tokenizer.encode(text));
        assertThat(tokenizer.decode(ids)).isEqualTo(text);
    }

    @Test
    void textBeyondTheLimitIsRefused() {
        String text = "a".repeat(Tokenizer.MAX_TEXT_LENGTH + 1);
        assertThatThrownBy(() -> tokenizer.encode(text))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining(String.valueOf(text.length()));
    }

    @Test
    void byteTokensSpellUtf8() {
        String text = "猫";
        int[] ids = tokenizer.encode(text);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < utf8.length; i++) {
            assertThat(ids[i + 1]).isEqualTo(3 + (utf8[i] & 0xFF));
        }
    }
}
