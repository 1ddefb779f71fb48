package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.config.LlavaConfigs;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryPlanTest {

    private static final long GIB = 1L << 30;
    private static final double FRAGMENTED = 2.5;
    private static final double COMPACT = 1.5;

    /** OPA-DPO on the decoder of the 7B model, rank 256, bf16. */
    private static MemoryPlan.Load load(int batch, double overhead) {
        ActivationMemory memory = new ActivationMemory(LlavaConfigs.of7b(), 2, 256, false, false);
        return new MemoryPlan.Load(memory, new SampleSize(1900, 600, 2), batch, 1, overhead);
    }

    @ParameterizedTest
    @CsvSource({
        "4, false, 2.5, 99.6", // in use on an H200, 24.5 of them weights, adapter and optimiser: docs/performance.md
        "4, false, 1.5, 70.0", // with expandable segments
        "8, false, 1.5, 112.0",
        "16, true, 2.5, 45.0",
    })
    void measuredRunsLieUnderTheirEstimates(int microBatch, boolean recompute, double overhead, double gibibytes) {
        double measured = (gibibytes - 24.5) * GIB;
        assertThat((double) load(32, overhead).bytes(microBatch, recompute)).isBetween(measured, 1.75 * measured);
    }

    @Test
    void whatFitsIsKept() {
        MemoryPlan plan = MemoryPlan.of(load(32, FRAGMENTED), 0, OptionalLong.of(110 * GIB));
        assertThat(plan.recompute()).isFalse();
        assertThat(plan.microBatch()).isEqualTo(4);
        assertThat(plan.neededBytes()).isLessThanOrEqualTo(110 * GIB);
    }

    @Test
    void layersAreRecomputedOnlyWhereKeepingDoesNotFit() {
        MemoryPlan plan = MemoryPlan.of(load(32, FRAGMENTED), 0, OptionalLong.of(12 * GIB));
        assertThat(plan.recompute()).isTrue();
        assertThat(plan.microBatch()).isEqualTo(4);
    }

    @Test
    void aMicroBatchThatIsAskedForIsKept() {
        assertThat(MemoryPlan.of(load(32, COMPACT), 2, OptionalLong.of(110 * GIB))
                        .microBatch())
                .isEqualTo(2);
        MemoryPlan tight = MemoryPlan.of(load(32, COMPACT), 8, OptionalLong.of(20 * GIB));
        assertThat(tight.microBatch()).isEqualTo(8);
        assertThat(tight.recompute()).isTrue();
        assertThatThrownBy(() -> MemoryPlan.of(load(32, COMPACT), 32, OptionalLong.of(4 * GIB)))
                .hasMessageContaining("32 samples");
    }

    @Test
    void aMicroBatchIsNeverLargerThanTheBatchOrOfUse() {
        assertThat(MemoryPlan.of(load(6, COMPACT), 0, OptionalLong.of(10_000 * GIB))
                        .microBatch())
                .isEqualTo(6);
        assertThat(MemoryPlan.of(load(64, COMPACT), 0, OptionalLong.of(10_000 * GIB))
                        .microBatch())
                .isEqualTo(8);
    }

    @Test
    void aFullDeviceIsNotAnUnknownOne() {
        assertThatThrownBy(() -> MemoryPlan.of(load(32, COMPACT), 0, OptionalLong.of(0)))
                .hasMessageContaining("only 0 MiB");
    }

    @Test
    void aPlanServesWhereNothingItDependsOnHasChanged() {
        MemoryPlan plan = MemoryPlan.of(load(32, COMPACT), 0, OptionalLong.of(40 * GIB));
        assertThat(plan.microBatch()).isEqualTo(2);
        assertThat(plan.serves(0, 1, OptionalLong.of(40 * GIB))).isTrue();
        assertThat(plan.serves(2, 1, OptionalLong.empty())).isTrue();
        assertThat(plan.serves(4, 1, OptionalLong.of(40 * GIB))).isFalse();
        assertThat(plan.serves(0, 2, OptionalLong.of(40 * GIB))).isFalse();
        assertThat(plan.serves(0, 1, OptionalLong.of(8 * GIB))).isFalse();
    }

    @Test
    void withoutKnowingTheMemoryNothingIsWeighed() {
        assertThat(MemoryPlan.of(load(32, COMPACT), 0, OptionalLong.empty()))
                .isEqualTo(new MemoryPlan(4, false, 1, 0, MemoryPlan.UNKNOWN));
        assertThat(MemoryPlan.of(load(32, COMPACT), 16, OptionalLong.empty()).microBatch())
                .isEqualTo(16);
    }

    @Test
    void aTowerInTrainingAndAnOutputLayerInTrainingCount() {
        SampleSize size = new SampleSize(800, 200, 1);
        ActivationMemory decoder = new ActivationMemory(LlavaConfigs.of7b(), 2, 256, false, false);
        ActivationMemory everything = new ActivationMemory(LlavaConfigs.of7b(), 2, 256, true, true);
        assertThat(everything.bytes(1, size, false) - decoder.bytes(1, size, false))
                .isBetween(GIB / 2, GIB);
        assertThat(decoder.logitBytes(16, size)).isEqualTo(1024L * 32064 * 12);
        assertThat(everything.logitBytes(16, size)).isEqualTo(16 * 200L * 32064 * 12);
    }

    @Test
    void whatCannotFitSaysWhatItTakes() {
        assertThatThrownBy(() -> MemoryPlan.of(load(32, FRAGMENTED), 0, OptionalLong.of(GIB)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("1900 positions")
                .hasMessageContaining("972 MiB can be used");
    }
}
