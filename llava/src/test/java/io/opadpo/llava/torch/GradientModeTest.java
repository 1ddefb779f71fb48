package io.opadpo.llava.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import org.junit.jupiter.api.Test;

class GradientModeTest {

    @Test
    void codeWithoutGradientsKeepsNoWayBackAndRecordingGoesOnAfterIt() {
        try (Torch torch = Torch.open(Device.cpu(), Precision.FP32);
                Scope scope = torch.scope();
                PtNDArray weight = torch.retain(torch.record("zeros", torch.like(), new int[] {2}))) {
            weight.setRequiresGradient(true);
            IValue x = scope.own(IValue.from(weight));
            IValue unrecorded = Torch.withoutGradients(() -> scaled(scope, x));
            IValue ones = scope.floats(new float[] {1, 1}, 2);
            assertThatThrownBy(() -> scope.backward(unrecorded, ones)).isInstanceOf(EngineException.class);

            assertThatThrownBy(() -> Torch.withoutGradients(() -> {
                        throw new IllegalStateException();
                    }))
                    .isInstanceOf(IllegalStateException.class);
            scope.backward(scaled(scope, x), ones);
            try (NDArray gradient = weight.getGradient()) {
                assertThat(gradient.toFloatArray()).containsExactly(3, 3);
            }
        }
    }

    private static IValue scaled(Scope scope, IValue x) {
        return scope.record("scaled", x, 3.0, Precision.FP32.torchCode());
    }
}
