package io.opadpo.llava.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flags that LLaMA's model does not use. The expected ids are sentencepiece 0.2.3's for the same models. */
class SentencePieceVariantsTest {

    private static Tokenizer model(boolean dummyPrefix, boolean removeExtra) {
        ModelProto model = ModelProto.withSpecialPieces();
        String[] pieces = {"▁", "a", "b", "ab", "▁ab", "c", "▁▁", "ba"};
        float[] scores = {-10, -11, -12, -1, -2, -13, -3, -1};
        for (int i = 0; i < pieces.length; i++) {
            model.piece(pieces[i], scores[i], ModelProto.NORMAL);
        }
        for (String whole : new String[] {"abc", "<sep>", "bb", "<s", "<sep><x>"}) {
            model.piece(whole, 0, ModelProto.USER_DEFINED);
        }
        // Only reached by merging a user-defined piece, which must not happen.
        model.piece("abcab", -0.5f, ModelProto.NORMAL);
        return model.bpe().normalizer(dummyPrefix, removeExtra).load();
    }

    private static String ids(Tokenizer tokenizer, String text) {
        StringBuilder ids = new StringBuilder();
        for (int id : tokenizer.encode(text)) {
            ids.append(ids.isEmpty() ? "" : " ").append(id);
        }
        return ids.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "ab abc, 7 3 11",
        "abcab, 3 11 6",
        "a<sep>b, 3 4 12 5",
        "<sep><x>a, 3 15 4",
        "<sep><, 3 12 0",
        "<s>, 3 14 0",
        "bbb, 3 13 5",
    })
    void userDefinedPiecesStayWholeAndTheLongestWins(String text, String expected) {
        assertThat(ids(model(true, false), text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"xyz a xx, 3 0 3 4 3 0", "aäöb, 3 4 0 5"})
    void aRunOfUnknownCharactersIsOneTokenWithoutByteFallback(String text, String expected) {
        assertThat(ids(model(true, false), text)).isEqualTo(expected);
    }

    @Test
    void ofEqualScoresTheLeftmostPairIsMergedFirst() {
        assertThat(ids(model(true, false), "babab")).isEqualTo("3 10 10 5");
    }

    @ParameterizedTest
    @CsvSource({
        "'  ab   ab ', 7 7",
        "'   ', ''",
        "'a  b', 3 4 3 5",
        "'▁▁a', 9 3 4",
        "' <sep>  a ', 3 12 3 4",
    })
    void extraSpacesAreRemovedWhereTheModelSaysSo(String text, String expected) {
        assertThat(ids(model(true, true), text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"ab, 6", "' ab', 7", "'  a', 9 4"})
    void theDummyPrefixCanBeAbsent(String text, String expected) {
        Tokenizer tokenizer = model(false, false);
        assertThat(ids(tokenizer, text)).isEqualTo(expected);
        assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }

    @Test
    void decodingStripsAsManySpacesAsWereAdded() {
        assertThat(model(true, true).decode(new int[] {3, 3, 4})).isEqualTo("a");
        assertThat(model(true, true).decode(new int[] {9, 9, 4})).isEqualTo("   a");
        assertThat(model(true, false).decode(new int[] {3, 3, 4})).isEqualTo(" a");
        assertThat(model(false, false).decode(new int[] {3, 3, 4})).isEqualTo("  a");
    }
}
