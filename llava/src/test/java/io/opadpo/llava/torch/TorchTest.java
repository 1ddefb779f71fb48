package io.opadpo.llava.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import org.junit.jupiter.api.Test;

class TorchTest {
    @Test
    void bf16() {
        try (Torch torch = Torch.open(Device.cpu(), Precision.BF16);
                Scope scope = torch.scope()) {
            var x = scope.infer("zeros", torch.like(), new int[] {2, 3});
            assertThat(scope.toFloats(scope.infer("cast", x, 6)))
                    .containsOnly(0f)
                    .hasSize(6);
        }
    }
}
