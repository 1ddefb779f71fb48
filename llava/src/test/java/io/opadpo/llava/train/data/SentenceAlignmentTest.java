package io.opadpo.llava.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SentenceAlignmentTest {

    private static SentenceAlignment align(String text, String... sentences) {
        return new SentenceAlignment(text, List.of(sentences));
    }

    @Test
    void aSentenceTakesEverythingUpToItsMatch() {
        SentenceAlignment alignment = align("Well, a cat.  So: a dog.", "a cat.", "a dog.");
        assertThat(alignment.matches()).isTrue();
        assertThat(alignment.completed()).containsExactly("Well, a cat.", "So: a dog.");
        assertThat(IntStream.of(0, 11, 12, 23).map(alignment::sentenceAt)).containsExactly(0, 0, 1, 1);
    }

    @Test
    void theRestGoesToTheLastWithoutTheSpaceBefore() {
        SentenceAlignment alignment = align("A cat. A dog. A bird. ", "A cat.", "A dog.");
        assertThat(alignment.completed()).containsExactly("A cat.", "A dog.A bird.");
        assertThat(alignment.sentenceAt(21)).isEqualTo(1);
    }

    @Test
    void matchesFollowEachOther() {
        assertThat(align("A cat. A cat. A cat.", "A cat.", "A cat.").completed())
                .containsExactly("A cat.", "A cat.A cat.");
        assertThat(align("A dog. A cat.", "A cat.", "A dog.").matches()).isFalse();
    }

    @Test
    void anEmptySentenceTakesNothingUnlessItIsTheLast() {
        assertThat(align("A cat. A dog.", "A cat.", "", "A dog.").completed()).containsExactly("A cat.", "", "A dog.");
        assertThat(align("A cat. A dog.", "A cat.", "").completed()).containsExactly("A cat.", "A dog.");
        assertThat(align("A cat. A dog.", "A cat.", "", "A dog.").sentenceAt(6)).isEqualTo(2);
    }

    @Test
    void whiteSpaceAroundASentenceDoesNotMatter() {
        assertThat(align("A cat.\nA dog.", " A cat. ", "\u00a0A dog.\u0085").completed())
                .containsExactly("A cat.", "\nA dog.");
    }

    @Test
    void withOneNotFoundAllStayAsTheyAre() {
        SentenceAlignment alignment = align("A cat. A dog.", "A cat.", " A bird.");
        assertThat(alignment.matches()).isFalse();
        assertThat(alignment.completed()).containsExactly("A cat.", " A bird.");
        assertThatThrownBy(() -> alignment.sentenceAt(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyCharacterFallsToTheSentenceItCameFrom() {
        long seed = 7;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<String> sentences = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            List<Integer> owner = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(6); i++) {
                StringBuilder sentence = new StringBuilder();
                for (int j = random.nextInt(5); j > 0; j--) {
                    sentence.append("ab.".charAt(random.nextInt(3)));
                }
                sentences.add(sentence.toString());
                if (!sentence.isEmpty()) {
                    String separator = text.isEmpty() ? "" : " ";
                    text.append(separator).append(sentence);
                    while (owner.size() < text.length()) {
                        owner.add(i);
                    }
                }
            }
            SentenceAlignment alignment = new SentenceAlignment(text.toString(), sentences);
            assertThat(alignment.matches())
                    .as("seed %d, round %d: %s", seed, round, sentences)
                    .isTrue();
            for (int position = 0; position < text.length(); position++) {
                assertThat(alignment.sentenceAt(position))
                        .as("seed %d, round %d: %s at %d", seed, round, sentences, position)
                        .isEqualTo(owner.get(position));
            }
        }
    }
}
