package io.opadpo.llava.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.llava.Fixtures;
import java.util.List;
import org.junit.jupiter.api.Test;

class SftLossTest {

    private static final List<ScoredResponse> GOLDEN = List.of(
            new ScoredResponse("row 0", Fixtures.floats("golden.safetensors", "lora_response_logprobs_0")),
            new ScoredResponse("row 1", Fixtures.floats("golden.safetensors", "lora_response_logprobs_1")));

    private static int tokens(List<ScoredResponse> responses) {
        return responses.stream().mapToInt(r -> r.policy().length).sum();
    }

    @Test
    void lossIsThatOfTransformersFirstStep() {
        double expected = Fixtures.floats("golden.safetensors", "sft_losses")[0];
        var value = SftLoss.compute(GOLDEN, tokens(GOLDEN));
        assertThat(value.loss()).isCloseTo(expected, within(1e-5));
        assertThat(value.statistics().values()).containsOnlyKeys("loss/nll").containsEntry("loss/nll", value.loss());
    }

    @Test
    void microBatchesAddUpToTheBatch() {
        int tokens = tokens(GOLDEN);
        var first = SftLoss.compute(GOLDEN.subList(0, 1), tokens);
        var second = SftLoss.compute(GOLDEN.subList(1, 2), tokens);
        LossStatistics statistics = new LossStatistics();
        statistics.merge(first.statistics());
        statistics.merge(SftLoss.compute(List.of(), tokens).statistics());
        statistics.merge(second.statistics());
        double whole = SftLoss.compute(GOLDEN, tokens).loss();
        assertThat(first.loss() + second.loss()).isCloseTo(whole, within(1e-12));
        assertThat(statistics.values().get("loss/nll")).isCloseTo(whole, within(1e-12));
    }

    @Test
    void anEmptyMicroBatchAddsNothing() {
        var value = SftLoss.compute(List.of(), 3);
        assertThat(value.loss()).isZero();
        assertThat(value.statistics().values()).isEmpty();
    }

    @Test
    void everyTokenOfTheBatchPullsTheSame() {
        List<ScoredResponse> responses =
                List.of(new ScoredResponse("a", new float[] {-1, -5}), new ScoredResponse("b", new float[] {-0.5f}));
        var value = SftLoss.compute(responses, 4);
        assertThat(value.loss()).isEqualTo(6.5 / 4);
        assertThat(value.gradients()).containsExactly(new double[] {-0.25, -0.25}, new double[] {-0.25});
    }

    @Test
    void samplesThatAreNotFiniteAreNamed() {
        List<ScoredResponse> responses = List.of(
                new ScoredResponse("good", new float[] {-1}),
                new ScoredResponse("bad", new float[] {-1, Float.NEGATIVE_INFINITY}));
        assertThatThrownBy(() -> SftLoss.compute(responses, 3))
                .isInstanceOfSatisfying(
                        NonFiniteLossException.class,
                        e -> assertThat(e.samples()).containsExactly("bad"))
                .hasMessage("Not finite: sample bad, policy log-probability at token 1 is -Infinity");
    }

    @Test
    void aMicroBatchWithMoreTokensThanTheBatchIsTheCallersError() {
        assertThatThrownBy(() -> SftLoss.compute(GOLDEN, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batchTokens is 5");
        assertThatThrownBy(() -> SftLoss.compute(List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batchTokens is 0");
    }
}
