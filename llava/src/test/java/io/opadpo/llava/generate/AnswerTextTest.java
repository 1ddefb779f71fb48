package io.opadpo.llava.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AnswerTextTest {

    private static final Tokenizer TOKENIZER = TinyTokenizer.load();

    private final List<String> heard = new ArrayList<>();

    @AfterAll
    static void close() {
        TOKENIZER.close();
    }

    private AnswerText answer(String... stop) {
        return new AnswerText(TOKENIZER.streamingDecoder(), List.of(stop), heard::add);
    }

    /** Pushes a text byte by byte until it stops; whether it did. */
    private static boolean push(AnswerText answer, String text, boolean mayStop) {
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            if (answer.push(TinyTokenizer.byteId(value), mayStop)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void textWithoutStopsComesAtOnce() {
        AnswerText answer = answer();
        assertThat(push(answer, "abc", true)).isFalse();
        assertThat(heard).containsExactly("a", "b", "c");
        assertThat(answer.finish()).isEqualTo("abc");
        assertThat(heard).hasSize(3);
    }

    @Test
    void aStopAcrossTokensEndsBeforeItself() {
        AnswerText answer = answer("STOP");
        assertThat(push(answer, "one STOP two", true)).isTrue();
        assertThat(answer.finish()).isEqualTo("one ");
        assertThat(String.join("", heard)).isEqualTo("one ");
    }

    @Test
    void whatMayBecomeAStopIsHeldBackUntilItDoesNot() {
        AnswerText answer = answer("STOP");
        push(answer, "a STO", true);
        assertThat(String.join("", heard)).isEqualTo("a ");
        push(answer, "N", true);
        assertThat(String.join("", heard)).isEqualTo("a STON");
        push(answer, "ES", true);
        assertThat(String.join("", heard)).isEqualTo("a STONE");
        assertThat(answer.finish()).isEqualTo("a STONES");
        assertThat(String.join("", heard)).isEqualTo("a STONES");
    }

    @Test
    void aStopAtTheVeryStartLeavesNothing() {
        AnswerText answer = answer("STOP");
        assertThat(push(answer, "STOP", true)).isTrue();
        assertThat(answer.finish()).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void aStopWithinOneTokenEndsThere() {
        AnswerText answer = answer("h");
        assertThat(answer.push(TOKENIZER.pieceId("▁the").orElseThrow(), true)).isTrue();
        assertThat(answer.finish()).isEqualTo("t");
    }

    @Test
    void theFirstOfOverlappingStopsCounts() {
        AnswerText inner = answer("abcd", "bc");
        assertThat(push(inner, "xabcd", true)).isTrue();
        assertThat(inner.finish()).isEqualTo("xa");
        AnswerText chained = answer("aab");
        assertThat(push(chained, "aaaab", true)).isTrue();
        assertThat(chained.finish()).isEqualTo("aa");
    }

    @Test
    void stopsBeforeTheMinimumAreTextAndLaterOnesStillCount() {
        AnswerText answer = answer("ab");
        assertThat(push(answer, "ab", false)).isFalse();
        assertThat(push(answer, "xab", true)).isTrue();
        assertThat(answer.finish()).isEqualTo("abx");
        assertThat(String.join("", heard)).isEqualTo("abx");
    }

    /** The first stop lies within one token, where a search from the start would find it again and again. */
    @Test
    void aStopRightBehindAnIgnoredOneCounts() {
        AnswerText answer = answer("in");
        int in = TOKENIZER.pieceId("in").orElseThrow();
        assertThat(answer.push(in, false)).isFalse();
        assertThat(answer.push(in, true)).isTrue();
        assertThat(answer.finish()).isEqualTo("in");
    }

    @Test
    void aStopThatBeginsBeforeTheMinimumAndEndsAfterItCounts() {
        AnswerText answer = answer("ab");
        push(answer, "xa", false);
        assertThat(push(answer, "b", true)).isTrue();
        assertThat(answer.finish()).isEqualTo("x");
    }

    @Test
    void halfACharacterIsHeldBack() {
        AnswerText answer = answer();
        byte[] bytes = "é".getBytes(StandardCharsets.UTF_8);
        answer.push(TinyTokenizer.byteId(bytes[0]), true);
        assertThat(heard).isEmpty();
        answer.push(TinyTokenizer.byteId(bytes[1]), true);
        assertThat(heard).containsExactly("é");
        answer.push(TinyTokenizer.byteId(bytes[0]), true);
        assertThat(answer.finish()).isEqualTo("é\uFFFD");
        assertThat(String.join("", heard)).isEqualTo("é\uFFFD");
    }

    /** Against a search of the whole text, over an alphabet small enough for every kind of overlap. */
    @Test
    void anyTextStopsWhereItsFirstCompletedStopBegins() {
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            String text = letters(random, 14);
            String[] stops = new String[1 + random.nextInt(3)];
            for (int i = 0; i < stops.length; i++) {
                stops[i] = letters(random, 1 + random.nextInt(4));
            }
            heard.clear();
            AnswerText answer = answer(stops);
            boolean stopped = push(answer, text, true);
            int end = firstCompleted(text, stops);
            assertThat(stopped).as("seed %d", seed).isEqualTo(end >= 0);
            String expected = end >= 0 ? text.substring(0, end) : text;
            assertThat(answer.finish()).as("seed %d", seed).isEqualTo(expected);
            assertThat(String.join("", heard)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    private static String letters(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) ('a' + random.nextInt(2)));
        }
        return text.toString();
    }

    /** Start of the longest stop that ends first; −1 for none. */
    private static int firstCompleted(String text, String[] stops) {
        for (int n = 1; n <= text.length(); n++) {
            int start = Integer.MAX_VALUE;
            for (String stop : stops) {
                if (text.substring(0, n).endsWith(stop)) {
                    start = Math.min(start, n - stop.length());
                }
            }
            if (start != Integer.MAX_VALUE) {
                return start;
            }
        }
        return -1;
    }
}
