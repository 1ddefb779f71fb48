package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.lora.LoraConfig;
import io.opadpo.llava.lora.LoraTargets;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.data.SftAnswers;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.llava.train.schedule.Decay;
import io.opadpo.llava.train.schedule.Warmup;
import io.opadpo.llava.train.telemetry.Scalars;
import io.opadpo.llava.train.telemetry.StepRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both stages on the fixtures' small model, fp32 on CPU. */
class TrainingTest {

    private static final TrainingStart EVERYWHERE =
            new TrainingStart.NewAdapter(new LoraConfig(4, 8, new LoraTargets.AllLinear()));

    private static Tokenizer tokenizer;

    @TempDir
    Path temp;

    @BeforeAll
    static void load() {
        tokenizer = TinyTraining.tokenizer();
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static TrainerOptions options(int epochs, int batch, int microBatch, double rate) {
        return new TrainerOptions(
                epochs,
                batch,
                microBatch,
                1,
                0,
                Decay.COSINE,
                rate,
                Warmup.none(),
                AdamW.defaults(),
                1,
                2,
                Evaluation.none(),
                7);
    }

    private interface Stage {
        TrainingResult run(TrainingRuntime runtime, TrainingFolder folder) throws IOException;
    }

    private static Stage opa(TrainerOptions options) {
        return (runtime, folder) -> new OpaTraining(
                        runtime,
                        EVERYWHERE,
                        SftAnswers.STANDARD_AND_REVISED,
                        EncodingOptions.DEFAULT.withLengths(400, 400),
                        options)
                .run("tiny", TinyTraining.samples(5), folder);
    }

    private static Stage opaDpo(TrainerOptions options) {
        return (runtime, folder) -> new OpaDpoTraining(
                        runtime,
                        TrainingStart.decoderOf(Fixtures.path("tiny-adapter")),
                        OpaDpoOptions.defaults(),
                        ImageMask.defaults(3),
                        EncodingOptions.DEFAULT.withLengths(400, 400),
                        options)
                .run("tiny", TinyTraining.samples(5), folder);
    }

    /** Runs a stage, stopping after so many steps, with a model of its own. */
    private List<StepRecord> run(Stage stage, Path folder, int stopAfter) throws IOException {
        List<StepRecord> records = new ArrayList<>();
        try (LlavaModel model = TinyLlava.load()) {
            TrainingRuntime runtime =
                    TinyTraining.runtime(model, tokenizer, records::add, () -> records.size() >= stopAfter);
            stage.run(runtime, new TrainingFolder(folder, 2));
        }
        return records;
    }

    @Test
    void opaLearns() throws IOException {
        List<StepRecord> records = run(opa(options(6, 5, 2, 2e-2)), temp, Integer.MAX_VALUE);
        assertThat(records).hasSize(6);
        double first = records.get(0).scalars().get(Scalars.LOSS);
        double last = records.get(5).scalars().get(Scalars.LOSS);
        assertThat(last).isLessThan(first - 0.5);
        assertThat(temp.resolve("adapter/adapter_model.safetensors")).exists();
        assertThat(Files.readAllLines(temp.resolve("metrics.jsonl"))).hasSize(6);
    }

    @Test
    void opaDpoStartsAtTheOracle() throws IOException {
        List<StepRecord> records = run(opaDpo(options(1, 5, 2, 1e-3)), temp, Integer.MAX_VALUE);
        assertThat(records.get(0).scalars().get(Scalars.LOSS)).isCloseTo(6.4 * Math.log(2), within(1e-6));
    }

    @Test
    void opaDpoPrefersWhatItShould() throws IOException {
        List<StepRecord> records = run(opaDpo(options(8, 5, 5, 5e-3)), temp, Integer.MAX_VALUE);
        assertThat(records.get(7).scalars().get(Scalars.LOSS))
                .isLessThan(records.get(0).scalars().get(Scalars.LOSS));
    }

    @Test
    void resumedOpaIsTheUninterruptedOneBitForBit() throws IOException {
        Stage stage = opa(options(3, 2, 1, 1e-2));
        assertResumes(stage);
    }

    @Test
    void resumedOpaDpoIsTheUninterruptedOneBitForBit() throws IOException {
        Stage stage = opaDpo(options(3, 2, 1, 1e-3));
        assertResumes(stage);
    }

    private void assertResumes(Stage stage) throws IOException {
        Path whole = temp.resolve("whole");
        Path parts = temp.resolve("parts");
        List<StepRecord> uninterrupted = run(stage, whole, Integer.MAX_VALUE);
        List<StepRecord> resumed = new ArrayList<>(run(stage, parts, 4));
        assertThat(resumed).hasSize(4);
        assertThat(parts.resolve("adapter")).doesNotExist();
        resumed.addAll(run(stage, parts, Integer.MAX_VALUE));

        assertThat(losses(resumed)).isEqualTo(losses(uninterrupted));
        String weights = "adapter/adapter_model.safetensors";
        assertThat(parts.resolve(weights)).hasSameBinaryContentAs(whole.resolve(weights));
        assertThat(Files.readAllLines(parts.resolve("metrics.jsonl"))).hasSameSizeAs(uninterrupted);
    }

    private static List<Double> losses(List<StepRecord> records) {
        return records.stream().map(r -> r.scalars().get(Scalars.LOSS)).toList();
    }

    @Test
    void theMicroBatchChangesNothingButRounding() throws IOException {
        List<StepRecord> one = run(opaDpo(options(1, 5, 1, 1e-3)), temp.resolve("one"), Integer.MAX_VALUE);
        List<StepRecord> all = run(opaDpo(options(1, 5, 5, 1e-3)), temp.resolve("all"), Integer.MAX_VALUE);
        double norm = one.get(0).scalars().get(Scalars.GRADIENT_NORM);
        assertThat(all.get(0).scalars().get(Scalars.GRADIENT_NORM)).isCloseTo(norm, within(norm * 1e-5));
    }
}
