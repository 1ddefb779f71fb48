package io.opadpo.llava.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.opadpo.llava.Fixtures;
import io.opadpo.llava.LlavaException;
import io.opadpo.llava.config.LlavaConfigReader;
import io.opadpo.llava.generate.Sampling;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Torch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ModelBenchTest {

    /** The model has 2048 positions, of which an image takes 64; the decoding steps reach 8 to both sides. */
    @Test
    void whatFitsIsMeasuredAndWhatDoesNotIsRefused() {
        Torch torch = Torch.open(Device.cpu(), Precision.FP32);
        try (ModelBench bench = new ModelBench(torch, LlavaConfigReader.read(Fixtures.path("tiny-llava"), null))) {
            assertRefused(() -> bench.prefill(1, 64));
            assertThat(bench.prefill(1, 65)).containsEntry("positions", 65);
            assertRefused(() -> bench.prefill(1, 2049));
            assertRefused(() -> bench.decode(1, 7));
            assertThat(bench.decode(1, 8)).containsEntry("context", 8);
            assertThat(bench.decode(1, 2040)).containsEntry("context", 2040);
            assertRefused(() -> bench.decode(1, 2041));
            assertRefused(() -> bench.generate(1, 2040, Sampling.greedy(9), 4096));
        }
    }

    private static void assertRefused(ThrowingCallable measurement) {
        assertThatThrownBy(measurement).isInstanceOf(LlavaException.class).hasMessageContaining("cannot be measured");
    }
}
