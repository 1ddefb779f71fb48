package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.torch.NativeMemory;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A step leaves nothing behind. Logits alone are 128 KB a row, so forgetting any of them would show. */
class TrainingMemoryTest {

    private static final int STEPS = 200;
    private static final int WINDOW = 40;
    private static final long BOUND = 20L << 20;

    @TempDir
    Path temp;

    @Test
    @Timeout(300)
    void twoHundredStepsLeaveNothingBehind() throws IOException {
        List<Long> resident = new ArrayList<>();
        Set<Integer> arrays = new HashSet<>();
        try (Tokenizer tokenizer = TinyTraining.tokenizer();
                LlavaModel model = TinyLlava.load()) {
            int before = NativeMemory.arrays(model.torch());
            TrainingRuntime runtime = TinyTraining.runtime(
                    model,
                    tokenizer,
                    step -> {
                        arrays.add(NativeMemory.arrays(model.torch()));
                        // The Java heap's own growth is resident too, and not what is asked.
                        System.gc();
                        resident.add(NativeMemory.resident().orElse(-1));
                    },
                    () -> false);
            TinyRun.preference(
                            TrainingStart.decoderOf(Fixtures.path("tiny-adapter")),
                            OpaDpoOptions.defaults(),
                            TinyRun.options(STEPS / 5, 1, 1e-4, Evaluation.none()))
                    .apply(runtime)
                    .run("tiny", TinyTraining.samples(5), new TrainingFolder(temp, 1));
            assertThat(NativeMemory.arrays(model.torch())).isEqualTo(before);
        }
        assertThat(resident).hasSize(STEPS);
        assertThat(arrays).as("arrays that outlive a step").hasSize(1);
        assumeThat(resident.get(0)).as("resident memory is told").isPositive();
        assertThat(median(resident, STEPS - WINDOW) - median(resident, WINDOW))
                .as("growth in bytes")
                .isLessThan(BOUND);
    }

    private static long median(List<Long> values, int from) {
        return values.subList(from, from + WINDOW).stream().sorted().toList().get(WINDOW / 2);
    }
}
