package io.opadpo.llava.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HeldOutTest {

    private static final List<String> IDS =
            IntStream.range(0, 10_000).mapToObj(i -> "sample-" + i).toList();

    @Test
    void theHashIsTheOneItsDocumentationDescribes() {
        List<List<String>> ids = List.of(IDS.subList(0, 40), List.of("ü", "", "🐈"));
        List<JsonNode> golden = GoldenSchedules.of("held_out");
        assertThat(golden).hasSameSizeAs(ids);
        for (int i = 0; i < ids.size(); i++) {
            JsonNode expected = golden.get(i);
            HeldOut rule = new HeldOut(
                    expected.path("fraction").doubleValue(),
                    expected.path("seed").longValue());
            assertThat(rule.split(ids.get(i), Function.identity()).heldOut())
                    .containsExactlyElementsOf(
                            StreamSupport.stream(expected.path("held").spliterator(), false)
                                    .map(JsonNode::stringValue)
                                    .toList());
        }
    }

    @Test
    void bothSidesTogetherAreAllSamples() {
        HeldOut.Split<String> split = new HeldOut(0.1, 1).split(IDS, Function.identity());
        List<String> both = new ArrayList<>(split.training());
        both.addAll(split.heldOut());
        assertThat(both).containsExactlyInAnyOrderElementsOf(IDS);
        assertThat(split.heldOut()).hasSizeBetween(850, 1150);
    }

    @Test
    void neitherOrderNorOtherSamplesMatter() {
        List<String> shuffled = new ArrayList<>(IDS.subList(0, 5_000));
        Collections.shuffle(shuffled, new Random(1));
        HeldOut rule = new HeldOut(0.1, 1);
        List<String> held = rule.split(IDS, Function.identity()).heldOut();
        assertThat(rule.split(shuffled, Function.identity()).heldOut())
                .isNotEmpty()
                .allSatisfy(id -> assertThat(held).contains(id));
    }

    @Test
    void aLargerFractionHoldsOutMoreAndAnotherSeedOthers() {
        List<String> tenth = new HeldOut(0.1, 1).split(IDS, Function.identity()).heldOut();
        assertThat(new HeldOut(0.2, 1).split(IDS, Function.identity()).heldOut())
                .containsAll(tenth)
                .hasSizeGreaterThan(tenth.size());
        assertThat(new HeldOut(0.1, 2).split(IDS, Function.identity()).heldOut())
                .hasSizeBetween(850, 1150)
                .isNotEqualTo(tenth);
        assertThat(new HeldOut(0, 1).split(IDS, Function.identity()).heldOut()).isEmpty();
    }

    @Test
    void refusesFractionsThatLeaveNothing() {
        for (double fraction : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> new HeldOut(fraction, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
