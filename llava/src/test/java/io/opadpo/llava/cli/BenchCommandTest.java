package io.opadpo.llava.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.Fixtures;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class BenchCommandTest {

    /** An image takes 64 of its 2048 positions. */
    private static final Path TINY = Fixtures.path("tiny-llava");

    @Test
    void everyMeasurementIsALine() {
        Cli run = Cli.run(
                "bench",
                "--shape",
                TINY,
                "--device",
                "cpu",
                "--prefill",
                "2x70",
                "--decode",
                "1x16,3x64",
                "--generate",
                "2x66x3",
                "--sample");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines()).hasSize(6);
        JsonNode device = run.lines().get(0);
        assertThat(device.path("shape").asString()).isEqualTo(TINY.toString());
        assertThat(device.path("precision").asString()).isEqualTo("FP32");
        assertThat(device.path("copy_tb_per_s").doubleValue()).isPositive();
        assertThat(device.path("product_tflop_per_s").doubleValue()).isPositive();
        assertThat(device.path("make_weights_s").doubleValue()).isPositive();
        assertRate(run.lines().get(1).path("prefill"), "positions_per_s", "seconds", 2 * 70);
        assertThat(run.lines().get(3).at("/decode/batch").intValue()).isEqualTo(3);
        assertThat(run.lines().get(3).at("/decode/context").intValue()).isEqualTo(64);
        assertRate(run.lines().get(3).path("decode"), "tokens_per_s", "step_ms", 3e3);
        assertShare(run.lines().get(3).path("decode"));
        assertRate(run.lines().get(4).path("generate"), "tokens_per_s", "seconds", 2 * 3);
        assertShare(run.lines().get(4).path("generate"));
        assertThat(run.lines().get(5).path("memory_peak_gib").doubleValue()).isPositive();
    }

    @Test
    void trainingStepsAreMeasured() {
        Cli run = Cli.run(
                "bench",
                "train",
                "--shape",
                TINY,
                "--device",
                "cpu",
                "--rank",
                "2",
                "--opa-dpo",
                "2x1",
                "--opa",
                "1x1");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines()).hasSize(3);
        // Rank 2 on three layers of four 64 by 64 matrices and three of 64 by 176.
        assertThat(run.lines().get(0).path("trainable_parameters").longValue())
                .isEqualTo(3 * 2 * (4 * (64 + 64) + 3 * (64 + 176)));
        JsonNode dpo = run.lines().get(1).path("opa_dpo");
        assertThat(dpo.path("samples").intValue()).isEqualTo(2);
        assertThat(dpo.path("micro_batch").intValue()).isEqualTo(1);
        assertThat(dpo.path("samples_per_s").doubleValue())
                .isPositive()
                .isLessThan(1 / dpo.path("train_s_per_sample").doubleValue());
        assertRate(run.lines().get(2).path("opa"), "sequences_per_s", "train_s_per_sample", 2);
    }

    /** Each kind in the order of the options: with sharing on one replica and on two, then without. */
    @Test
    void replicasAndNaiveStepsTakeTheSameSamples() {
        Cli run = Cli.run(
                "bench",
                "train",
                "--shape",
                TINY,
                "--device",
                "cpu",
                "--rank",
                "2",
                "--replicas",
                "1,2",
                "--naive",
                "--lengths",
                "--opa-dpo",
                "2x1",
                "--opa",
                "3x1");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines()).hasSize(9);
        assertComparison(run.lines().subList(1, 5), "opa_dpo", "samples_per_s", 2);
        assertComparison(run.lines().subList(5, 9), "opa", "sequences_per_s", 3);
    }

    private static void assertComparison(List<JsonNode> lines, String kind, String rate, int samples) {
        JsonNode lengths = lines.get(0).path(kind).path("lengths");
        assertThat(lengths.size()).isEqualTo(samples);
        lengths.forEach(sample -> {
            assertThat(sample.size()).isEqualTo(4);
            assertThat(sample.get(0).intValue()).isBetween(40, 80);
            assertThat(sample.get(3).intValue()).isBetween(60, 180);
        });
        for (int i = 0; i < 4; i++) {
            JsonNode result = lines.get(i).path(kind);
            assertThat(result.path("replicas").intValue()).isEqualTo(1 + i % 2);
            assertThat(result.path("naive").booleanValue()).isEqualTo(i >= 2);
            assertThat(result.path("lengths")).isEqualTo(lengths);
            assertThat(result.path("reduce_and_refresh_s").doubleValue()).isPositive();
            assertThat(result.path("cpu_s_per_sample").doubleValue()).isPositive();
            double single = lines.get(i - i % 2).path(kind).path(rate).doubleValue();
            double speedup = result.path(rate).doubleValue() / single;
            assertThat(result.path("speedup").doubleValue() / speedup).isBetween(0.999, 1.001);
        }
    }

    /** A rate is work over time. */
    private static void assertRate(JsonNode result, String rate, String time, double work) {
        double seconds = result.path(time).doubleValue();
        assertThat(seconds).isPositive();
        assertThat(result.path(rate).doubleValue() * seconds / work).isBetween(0.999, 1.001);
    }

    private static void assertShare(JsonNode result) {
        double share = result.path("tokens_per_s").doubleValue()
                / result.path("floor_tokens_per_s").doubleValue();
        assertThat(result.path("share_of_floor").doubleValue() / share).isBetween(0.999, 1.001);
    }

    /** The folder does not exist: sizes are read before anything else. */
    @ParameterizedTest
    @CsvSource({
        "--prefill, 4",
        "--prefill, 0x70",
        "--decode, 4x",
        "--decode, 4x1024x1",
        "--decode, 4x99999999999",
        "--generate, 4x70",
        "--generate, -1x70x2",
        "--prefill-rows, 0"
    })
    void malformedSizesAreWrongUsage(String option, String value) {
        Cli run = Cli.run("bench", "--shape", "no-such-folder", option, value);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(value.equals("0") ? option : value).contains("Try 'llava bench --help'");
    }

    @ParameterizedTest
    @CsvSource({"--opa, 4", "--opa-dpo, 4x0", "--opa-dpo, axb", "--rank, 0", "--replicas, 0"})
    void malformedSizesOfTrainingAreWrongUsage(String option, String value) {
        Cli run = Cli.run("bench", "train", "--shape", "no-such-folder", option, value);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(value.equals("0") ? option : value).contains("Try 'llava bench train --help'");
    }

    @Test
    void aSizeThatDoesNotFitTheModelIsNamed() {
        Cli run = Cli.run("bench", "--shape", TINY, "--device", "cpu", "--prefill", "1x2049");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("2049").doesNotContain("\tat ");
    }

    @Test
    void aShapeThatCannotBeReadIsNamed() {
        Cli run = Cli.run("bench", "--shape", "no-such-folder", "--device", "cpu");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("no-such-folder");
    }
}
