package io.opadpo.dataset.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HammingIndexTest {

    /** As comparing all with all does, over words that are near each other in all ways. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 6, 10, 15})
    void findsEveryPairOnce(int distance) {
        long seed = new Random().nextLong();
        long[] words = words(new Random(seed));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            for (int j = i + 1; j < words.length; j++) {
                int bits = Long.bitCount(words[i] ^ words[j]);
                if (bits <= distance) {
                    expected.add(i + "," + j + "," + bits);
                }
            }
        }
        List<String> found = new ArrayList<>();

        new HammingIndex(words, distance).forEach((i, j, bits) -> found.add(i + "," + j + "," + bits));

        assertThat(found).as("seed " + seed).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Random ones, and each with up to 16 bits flipped. */
    private static long[] words(Random random) {
        long[] words = new long[600];
        for (int i = 0; i < words.length; i += 2) {
            words[i] = random.nextLong();
            words[i + 1] = words[i];
            for (int flips = random.nextInt(17); flips > 0; flips--) {
                words[i + 1] ^= 1L << random.nextInt(Long.SIZE);
            }
        }
        return words;
    }

    @Test
    void aDistanceThatWouldCompareAllIsRefused() {
        assertThatThrownBy(() -> new HammingIndex(new long[1], 16)).isInstanceOf(IllegalArgumentException.class);
    }
}
