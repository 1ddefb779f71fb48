package io.opadpo.llava.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class DataOrderTest {

    static List<JsonNode> golden() {
        return GoldenSchedules.of("permutations");
    }

    @ParameterizedTest
    @MethodSource("golden")
    void theShuffleIsTheOneItsDocumentationDescribes(JsonNode golden) {
        int[] order = Shuffle.permutation(
                golden.path("size").intValue(),
                golden.path("seed").longValue(),
                golden.path("epoch").longValue());
        assertThat(order)
                .containsExactly(StreamSupport.stream(golden.path("order").spliterator(), false)
                        .mapToInt(JsonNode::intValue)
                        .toArray());
    }

    @Test
    void everyPermutationIsAsLikelyAsTheOthers() {
        int[] counts = new int[6];
        int draws = 12_000;
        for (int seed = 0; seed < draws; seed++) {
            int[] order = Shuffle.permutation(3, seed, seed % 4);
            counts[order[0] * 2 + (order[1] > order[2] ? 1 : 0)]++;
        }
        // Five standard deviations around a sixth of the draws.
        int slack = (int) (5 * Math.sqrt(draws * 5 / 36.0));
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(draws / 6 - slack, draws / 6 + slack));
    }

    @ParameterizedTest
    @CsvSource({"10, 3, false, 4", "10, 3, true, 3", "9, 3, false, 3", "9, 3, true, 3", "2, 5, false, 1"})
    void anEpochHoldsEachSampleOnce(int samples, int batchSize, boolean dropLast, int batches) {
        DataOrder order = new DataOrder(samples, batchSize, dropLast, 7);
        assertThat(order.batchesPerEpoch()).isEqualTo(batches);
        DataCursor cursor = order.from(order.start());
        List<List<Integer>> epochs = new ArrayList<>();
        for (int epoch = 0; epoch < 3; epoch++) {
            List<Integer> seen = new ArrayList<>();
            for (int i = 0; i < batches; i++) {
                DataBatch batch = cursor.next();
                assertThat(batch.epoch()).isEqualTo(epoch);
                assertThat(batch.endsEpoch()).isEqualTo(i == batches - 1);
                assertThat(batch.samples()).hasSizeBetween(dropLast ? batchSize : 1, batchSize);
                seen.addAll(batch.samples());
            }
            assertThat(seen).doesNotHaveDuplicates().hasSize(dropLast ? batches * batchSize : samples);
            assertThat(seen).allSatisfy(sample -> assertThat(sample).isBetween(0, samples - 1));
            epochs.add(seen);
        }
        if (samples > 2) {
            assertThat(epochs).doesNotHaveDuplicates();
        }
    }

    @Test
    void aResumedCursorGoesOnAsIfNothingHadHappened() {
        long seed = 20_260_101;
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int samples = 1 + random.nextInt(20);
            DataOrder order =
                    new DataOrder(samples, 1 + random.nextInt(samples), random.nextBoolean(), random.nextLong());
            DataCursor cursor = order.from(order.start());
            IntStream.range(0, random.nextInt(30)).forEach(i -> cursor.next());
            DataCursor resumed = order.from(cursor.position());
            for (int i = 0; i < 10; i++) {
                assertThat(resumed.next()).as("seed %d, %s", seed, order).isEqualTo(cursor.next());
                assertThat(resumed.position()).isEqualTo(cursor.position());
            }
        }
    }

    @Test
    void positionsTellTheShareOfAnEpoch() {
        DataOrder order = new DataOrder(10, 4, true, 1);
        DataCursor cursor = order.from(order.start());
        cursor.next();
        assertThat(cursor.position()).isEqualTo(new DataPosition(1, 10, 0, 4));
        assertThat(cursor.position().epochs()).isEqualTo(0.4);
        cursor.next();
        assertThat(cursor.position()).isEqualTo(new DataPosition(1, 10, 1, 0));
    }

    @Test
    void aPositionAtTheEndOfAnEpochMeansTheNextOne() {
        DataOrder order = new DataOrder(10, 4, true, 1);
        assertThat(order.from(new DataPosition(1, 10, 0, 8)).next().epoch()).isEqualTo(1);
        assertThat(order.from(new DataPosition(1, 10, 0, 10)).next().epoch()).isEqualTo(1);
    }

    @Test
    void refusesPositionsInOtherData() {
        DataOrder order = new DataOrder(10, 4, true, 1);
        for (DataPosition other : List.of(new DataPosition(2, 10, 0, 0), new DataPosition(1, 11, 0, 0))) {
            assertThatThrownBy(() -> order.from(other))
                    .isInstanceOf(ScheduleException.class)
                    .hasMessageContaining("seed 1 and 10");
        }
        assertThatThrownBy(() -> new DataPosition(1, 10, 0, 11)).isInstanceOf(ScheduleException.class);
        assertThatThrownBy(() -> new DataPosition(1, 10, -1, 0)).isInstanceOf(ScheduleException.class);
        assertThatThrownBy(() -> new DataPosition(1, 10, 0, -1)).isInstanceOf(ScheduleException.class);
    }

    @Test
    void refusesDataWithoutABatch() {
        assertThatThrownBy(() -> new DataOrder(0, 1, false, 1)).isInstanceOf(ScheduleException.class);
        assertThatThrownBy(() -> new DataOrder(3, 4, true, 1))
                .isInstanceOf(ScheduleException.class)
                .hasMessageContaining("3 samples do not fill one batch of 4");
        assertThatThrownBy(() -> new DataOrder(3, 0, true, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void batchesDoNotOverflowAtTheLargestSizes() {
        assertThat(new DataOrder(Integer.MAX_VALUE, Integer.MAX_VALUE - 1, false, 1).batchesPerEpoch())
                .isEqualTo(2);
    }
}
