package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.lora.LoraConfig;
import io.opadpo.llava.lora.LoraTargets;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.data.SftAnswers;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.llava.train.schedule.Decay;
import io.opadpo.llava.train.schedule.Warmup;
import io.opadpo.llava.train.telemetry.Scalars;
import io.opadpo.llava.train.telemetry.StepRecord;
import io.opadpo.llava.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both stages on two replicas, fp32 on CPU. */
@Timeout(300)
class ParallelTrainingTest {

    private static final EncodingOptions ENCODING = EncodingOptions.DEFAULT.withLengths(400, 400);
    private static final String WEIGHTS = "adapter/adapter_model.safetensors";

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

    private enum Stage {
        OPA {
            @Override
            TrainingResult run(TrainingRuntime runtime, TrainerOptions options, TrainingFolder folder)
                    throws IOException {
                TrainingStart everywhere =
                        new TrainingStart.NewAdapter(new LoraConfig(4, 8, new LoraTargets.AllLinear()));
                return new OpaTraining(runtime, everywhere, SftAnswers.STANDARD_AND_REVISED, ENCODING, options)
                        .run("tiny", TinyTraining.samples(5), folder);
            }
        },
        OPA_DPO {
            @Override
            TrainingResult run(TrainingRuntime runtime, TrainerOptions options, TrainingFolder folder)
                    throws IOException {
                return new OpaDpoTraining(
                                runtime,
                                TrainingStart.decoderOf(Fixtures.path("tiny-adapter")),
                                OpaDpoOptions.defaults(),
                                ImageMask.defaults(3),
                                ENCODING,
                                options)
                        .run("tiny", TinyTraining.samples(5), folder);
            }
        };

        abstract TrainingResult run(TrainingRuntime runtime, TrainerOptions options, TrainingFolder folder)
                throws IOException;
    }

    private static TrainerOptions options(int epochs, int batch) {
        return new TrainerOptions(
                epochs,
                batch,
                1,
                1,
                0,
                Decay.COSINE,
                1e-3,
                Warmup.none(),
                AdamW.defaults(),
                1,
                2,
                Evaluation.none(),
                7);
    }

    /** Runs a stage on so many models of its own, stopping after so many steps. */
    private static List<StepRecord> run(
            Stage stage, TrainerOptions options, Path folder, int replicas, Precision precision, int stopAfter)
            throws IOException {
        List<StepRecord> records = new ArrayList<>();
        List<LlavaModel> models = new ArrayList<>();
        try {
            for (int r = 0; r < replicas; r++) {
                models.add(TinyLlava.load(precision));
            }
            TrainingRuntime runtime =
                    TinyTraining.runtime(models, tokenizer, records::add, () -> records.size() >= stopAfter);
            stage.run(runtime, options, new TrainingFolder(folder, 2));
        } finally {
            models.forEach(LlavaModel::close);
        }
        return records;
    }

    private List<StepRecord> run(Stage stage, TrainerOptions options, String folder, int replicas, int stopAfter)
            throws IOException {
        return run(stage, options, temp.resolve(folder), replicas, Precision.FP32, stopAfter);
    }

    private static List<Double> all(List<StepRecord> records, String scalar) {
        return records.stream().map(r -> r.scalars().get(scalar)).toList();
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void twoReplicasTrainAsOneDoes(Stage stage) throws IOException {
        TrainerOptions options = options(4, 5);
        List<StepRecord> one = run(stage, options, "one", 1, Integer.MAX_VALUE);
        List<StepRecord> two = run(stage, options, "two", 2, Integer.MAX_VALUE);
        for (String scalar : List.of(Scalars.LOSS, Scalars.GRADIENT_NORM)) {
            double expected = one.get(0).scalars().get(scalar);
            assertThat(two.get(0).scalars().get(scalar)).as(scalar).isCloseTo(expected, within(expected * 1e-5));
        }
        assertThat(two).hasSize(4);
        assertThat(difference(
                        temp.resolve("two").resolve(WEIGHTS),
                        temp.resolve("one").resolve(WEIGHTS)))
                .isLessThan(1e-6);
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void resumedOnTwoReplicasItIsTheUninterruptedOneBitForBit(Stage stage) throws IOException {
        TrainerOptions options = options(2, 3);
        List<StepRecord> whole = run(stage, options, "whole", 2, Integer.MAX_VALUE);
        List<StepRecord> parts = new ArrayList<>(run(stage, options, "parts", 2, 1));
        parts.addAll(run(stage, options, "parts", 2, Integer.MAX_VALUE));
        assertThat(all(parts, Scalars.LOSS)).isEqualTo(all(whole, Scalars.LOSS));
        assertThat(all(parts, Scalars.GRADIENT_NORM)).isEqualTo(all(whole, Scalars.GRADIENT_NORM));
        assertThat(temp.resolve("parts").resolve(WEIGHTS))
                .hasSameBinaryContentAs(temp.resolve("whole").resolve(WEIGHTS));
    }

    @Test
    void replicasInBf16() throws IOException {
        TrainerOptions options = options(2, 5);
        List<StepRecord> one = run(Stage.OPA, options, temp.resolve("one"), 1, Precision.BF16, 9);
        List<StepRecord> two = run(Stage.OPA, options, temp.resolve("two"), 2, Precision.BF16, 9);
        assertThat(all(two, Scalars.LOSS).get(0))
                .isEqualTo(all(one, Scalars.LOSS).get(0));
        assertThat(all(two, Scalars.LOSS).get(1))
                .isCloseTo(all(one, Scalars.LOSS).get(1), within(1e-2));
    }

    @Test
    void replicasMustBeAlikeAndApart() {
        try (LlavaModel fp32 = TinyLlava.load();
                LlavaModel bf16 = TinyLlava.load(Precision.BF16)) {
            for (List<LlavaModel> wrong : List.of(List.<LlavaModel>of(), List.of(fp32, fp32), List.of(fp32, bf16))) {
                assertThatThrownBy(() -> new TrainingRuntime(
                                wrong,
                                tokenizer,
                                TinyTraining.images(fp32),
                                step -> {},
                                () -> false,
                                Clock.systemUTC()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("replicas");
            }
        }
    }

    /** Relative difference of all weights, by their norm. */
    private static double difference(Path actual, Path expected) {
        double error = 0;
        double size = 0;
        try (SafetensorsFile a = SafetensorsFile.open(actual);
                SafetensorsFile b = SafetensorsFile.open(expected)) {
            assertThat(a.names()).isEqualTo(b.names());
            for (String name : b.names()) {
                float[] x = floats(a, name);
                float[] y = floats(b, name);
                for (int i = 0; i < y.length; i++) {
                    error += Math.pow(x[i] - y[i], 2);
                    size += Math.pow(y[i], 2);
                }
            }
        }
        return Math.sqrt(error / size);
    }

    private static float[] floats(SafetensorsFile file, String name) {
        int bytes = Math.toIntExact(file.info(name).bytes());
        float[] values = new float[bytes / Float.BYTES];
        file.map(name, 0, bytes).asFloatBuffer().get(values);
        return values;
    }
}
