package io.opadpo.llava.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.Scorer;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.model.VisionFeatures;
import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.torch.NativeMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Native memory stays flat. The model's logits are 128 KB a row, so forgetting any of them would show at once; a window
 * is the median of twenty measurements, as the allocator and the JVM breathe.
 */
class MemoryTest {

    private static final int ROUNDS = 50;
    private static final int WINDOW = 20;
    private static final long BOUND = 20L << 20;

    /** Read once: mapped files count as resident until the garbage collector comes by. */
    private static final List<Fixtures.Row> ROWS = List.of(Fixtures.row(0), Fixtures.row(1));

    @Test
    void twoHundredGenerationsLeaveNothingBehind() {
        try (LlavaModel model = TinyLlava.load();
                LoraAdapter adapter = TinyLlava.adapter(model);
                Tokenizer tokenizer = TinyTokenizer.load()) {
            int arrays = NativeMemory.arrays(model.torch());
            try (Generator generator = new Generator(model, tokenizer, new GeneratorOptions(3, 160, 200))) {
                assertFlat(round -> generator.generate(requests(round, adapter)));
            }
            assertThat(NativeMemory.arrays(model.torch())).isEqualTo(arrays);
            model.release(adapter);
        }
    }

    /** Four requests of mixed lengths, one with two answers: five answers for three slots. */
    private static List<GenerationRequest> requests(int round, LoraAdapter adapter) {
        Fixtures.Row row = ROWS.get(round % 2);
        Sampling sampling = Sampling.random(1, 30, 0.95, 2 + round % 5, round);
        GenerationRequest image = new GenerationRequest("image", row.prompt(), row.pixels(), sampling);
        GenerationRequest text = new GenerationRequest("text", new Prompt(new int[] {1, 5, 6}, -1), null, sampling);
        return List.of(image.withSamples(2), text, text.withAdapter(adapter), image.withAdapter(adapter));
    }

    @Test
    void twoHundredScoringsLeaveNothingBehind() {
        try (LlavaModel model = TinyLlava.load();
                LoraAdapter adapter = TinyLlava.adapter(model)) {
            Scorer scorer = new Scorer(model, 150);
            int arrays = NativeMemory.arrays(model.torch());
            assertFlat(round -> score(scorer, round, round % 2 == 0 ? adapter : null));
            assertThat(NativeMemory.arrays(model.torch())).isEqualTo(arrays);
            model.release(adapter);
        }
    }

    private static void score(Scorer scorer, int round, LoraAdapter adapter) {
        Fixtures.Row row = ROWS.get(round % 2);
        try (VisionFeatures image =
                scorer.encode(List.of(row.pixels()), adapter).get(0)) {
            List<ScoringSample> samples = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int[] response = Arrays.copyOf(row.response(), 1 + (round + i) % row.response().length);
                samples.add(new ScoringSample("s" + i, row.prompt(), image, List.of(response, row.response())));
            }
            scorer.logProbs(samples, adapter);
        }
    }

    @FunctionalInterface
    private interface Round {
        void run(int number);
    }

    private static void assertFlat(Round work) {
        for (int round = 0; round < WINDOW; round++) {
            work.run(round);
            System.gc();
        }
        long[] resident = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            work.run(round);
            // The Java heap's own growth is resident too, and not what is asked.
            System.gc();
            resident[round] = NativeMemory.resident().orElse(-1);
        }
        assumeThat(resident[0]).as("resident memory is told").isPositive();
        long growth = median(resident, ROUNDS - WINDOW) - median(resident, 0);

        assertThat(growth).as("growth in bytes").isLessThan(BOUND);
    }

    private static long median(long[] values, int from) {
        long[] window = Arrays.copyOfRange(values, from, from + WINDOW);
        Arrays.sort(window);
        return window[WINDOW / 2];
    }
}
