package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.config.LlavaConfigs;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {

    private static final long GIB = 1L << 30;

    private static MemoryPlan.Load load(int batch) {
        return new MemoryPlan.Load(LlavaConfigs.of7b().text(), 2, 256, 1900, batch);
    }

    @Test
    void whatFitsIsKept() {
        MemoryPlan plan = MemoryPlan.of(load(32), 110 * GIB);
        assertThat(plan.recompute()).isFalse();
        assertThat(plan.microBatch()).isEqualTo(4);
        assertThat(plan.neededBytes()).isLessThanOrEqualTo(110 * GIB);
    }

    @Test
    void aMeasuredRunLiesUnderItsEstimate() {
        // 99.6 GiB in use with 24.5 of them weights, adapter and optimiser: docs/performance.md.
        assertThat(load(32).bytes(4, false)).isBetween(75 * GIB, 95 * GIB);
        // 32.0 GiB with recomputation.
        assertThat(load(32).bytes(4, true)).isBetween(15 * GIB / 2, 15 * GIB);
    }

    @Test
    void layersAreRecomputedOnlyWhereKeepingDoesNotFit() {
        MemoryPlan plan = MemoryPlan.of(load(32), 12 * GIB);
        assertThat(plan.recompute()).isTrue();
        assertThat(plan.microBatch()).isEqualTo(4);
    }

    @Test
    void aMicroBatchIsNeverLargerThanTheBatch() {
        assertThat(MemoryPlan.of(load(6), 10_000 * GIB).microBatch()).isEqualTo(6);
    }

    @Test
    void whatCannotFitSaysWhatItTakes() {
        assertThatThrownBy(() -> MemoryPlan.of(load(32), GIB))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("1900 positions")
                .hasMessageContaining("1024 MiB are free");
    }
}
