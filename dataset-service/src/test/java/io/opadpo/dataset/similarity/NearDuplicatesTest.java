package io.opadpo.dataset.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.dataset.similarity.NearDuplicateReport.Leak;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {

    private static final NearDuplicateOptions TWO_BITS = new NearDuplicateOptions(2, true);
    private static final Map<String, Long> HASHES =
            Map.of("a", 0L, "b", 0L, "c", 0b11L, "d", 0b1111L, "e", 0xFFFFL, "f", 0L);

    @Test
    void pairsAreCountedWithinAndAcrossTheSplit() {
        Set<String> heldOut = Set.of("b", "c", "x");

        NearDuplicateReport report = new NearDuplicates(HASHES, TWO_BITS).report(8, heldOut::contains, 0);

        // Three equal ones, each of them near c; c near d.
        assertThat(report.pairs()).isEqualTo(3 + 3 + 1);
        assertThat(report.listed())
                .containsExactly(
                        new Leak("a", "b", 0),
                        new Leak("f", "b", 0),
                        new Leak("a", "c", 2),
                        new Leak("d", "c", 2),
                        new Leak("f", "c", 2));
        assertThat(report.leaks()).isEqualTo(5);
        assertThat(report.images()).isEqualTo(8);
        assertThat(report.notCompared()).isEqualTo(2);
    }

    @Test
    void whatIsNearSomethingNearIsOneGroup() {
        var leaders = new NearDuplicates(HASHES, TWO_BITS).leaders();

        assertThat(Set.of("a", "b", "c", "d", "f"))
                .allMatch(name -> leaders.apply(name).equals("a"));
        assertThat(leaders.apply("e")).isEqualTo("e");
        assertThat(leaders.apply("without hash")).isEqualTo("without hash");
    }

    @Test
    void theListIsBoundedAndTheCountIsNot() {
        Map<String, Long> same = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            same.put("i" + i, 5L);
        }

        NearDuplicateReport report = new NearDuplicates(same, TWO_BITS).report(2_000, name -> name.endsWith("0"), 0);

        assertThat(report.pairs()).isEqualTo(1_999_000);
        assertThat(report.leaks()).isEqualTo(200 * 1_800);
        assertThat(report.listed()).hasSize(100);
    }

    /** As many as all of RLAIF-V; all with all would be 3,400,000,000 comparisons. */
    @Test
    void eightyThousandRandomHashesHaveNoPairByChance() {
        Random random = new Random(1);
        Map<String, Long> hashes = new HashMap<>();
        for (int i = 0; i < 83_000; i++) {
            hashes.put("i" + i, random.nextLong());
        }

        NearDuplicateReport report =
                new NearDuplicates(hashes, NearDuplicateOptions.DEFAULT).report(83_000, n -> false, 0);

        assertThat(report.pairs()).as("0.016 are to be expected").isZero();
    }
}
