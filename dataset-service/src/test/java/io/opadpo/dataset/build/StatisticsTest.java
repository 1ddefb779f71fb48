package io.opadpo.dataset.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.dataset.build.Histogram.Bin;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "a b c, a b c, 0",
        "a b c d, a x c d, 0.25",
        "a b c d, a b c, 0.25",
        "a b c, a b c d, 0.25",
        "a b, x y, 1",
        "'', x y, 1",
        "a b c, c b a, 0.666667",
        "a a a a, a a, 0.5"
    })
    void editedWords(String before, String after, double share) {
        assertThat(WordEdits.share(WordEdits.words(before), WordEdits.words(after)))
                .isCloseTo(share, within(1e-6));
    }

    /** A distance is the same both ways, and cutting off what is equal does not change it. */
    @Test
    void editsAreSymmetric() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            List<String> a = words(random);
            List<String> b = words(random);
            assertThat(WordEdits.share(a, b)).as("seed " + seed).isEqualTo(WordEdits.share(b, a));
            assertThat(WordEdits.share(a, a)).as("seed " + seed).isZero();
        }
    }

    private static List<String> words(Random random) {
        return random.ints(random.nextInt(12), 0, 3).mapToObj(Integer::toString).toList();
    }

    @Test
    void histogramsKeepBoundsInTheUpperBin() {
        Histogram.Counter counter = new Histogram.Counter(0.1, 10);
        List.of(0.0, 0.05, 0.3, 0.7, 1.0).forEach(counter::add);

        assertThat(counter.histogram().bins())
                .containsExactly(new Bin(0, 0.1, 2), new Bin(0.3, 0.4, 1), new Bin(0.7, 0.8, 1), new Bin(0.9, 1, 1));
        assertThat(counter.histogram().mean()).isCloseTo(0.41, within(1e-9));
    }

    @Test
    void theShareHeldOutIsAsAskedFor() {
        Split split = new Split(0.2, 42);

        long heldOut = IntStream.range(0, 10_000)
                .filter(i -> split.of("sample-" + i).equals(Split.HELD_OUT))
                .count();

        assertThat(heldOut).isBetween(1_850L, 2_150L);
        assertThat(split.of("sample-1")).isEqualTo(new Split(0.2, 42).of("sample-1"));
        assertThat(IntStream.range(0, 100))
                .as("another seed holds out others")
                .anyMatch(i -> !split.of("sample-" + i).equals(new Split(0.2, 43).of("sample-" + i)));
        assertThat(IntStream.range(0, 100))
                .allMatch(i -> new Split(0, 1).of("s" + i).equals(Split.TRAIN));
    }
}
