package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import io.opadpo.llava.Fixtures;
import io.opadpo.llava.LlavaException;
import io.opadpo.llava.lora.LoraConfig;
import io.opadpo.llava.lora.LoraTargets;
import io.opadpo.llava.model.LlavaLoader;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.torch.NativeMemory;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Torch;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.data.ImageSource;
import io.opadpo.llava.train.data.Preparation;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.data.SftAnswers;
import io.opadpo.llava.train.data.SftEncoder;
import io.opadpo.llava.train.data.SftSequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OPA steps of the fixtures' small model on several replicas. */
@Timeout(120)
class ReplicaGroupTest {

    private static final LoraConfig EVERYWHERE = new LoraConfig(4, 8, new LoraTargets.AllLinear());
    private static final int WINDOW = 20;
    private static final long BOUND = 20L << 20;

    private static List<Prepared.Item<List<SftSequence>>> samples;

    private final List<LlavaModel> models = new ArrayList<>();

    @BeforeAll
    static void prepare() {
        try (Tokenizer tokenizer = TinyTraining.tokenizer()) {
            SftEncoder encoder = new SftEncoder(
                    tokenizer, EncodingOptions.DEFAULT.withLengths(400, 400), SftAnswers.STANDARD_AND_REVISED);
            samples = Preparation.prepare("tiny", TinyTraining.samples(5), encoder)
                    .items();
        }
    }

    @AfterEach
    void close() {
        models.forEach(LlavaModel::close);
    }

    private LlavaModel model() {
        models.add(TinyLlava.load());
        return models.get(models.size() - 1);
    }

    private static ReplicaGroup<List<SftSequence>> group(List<LlavaModel> models, TrainableLora lora) {
        return new ReplicaGroup<>(
                models,
                lora,
                (model, adapter) -> new SftRecipe(
                        new SampleImages(new ImagePipeline(TinyTraining.images(model)), null, null, model, adapter),
                        model.config()));
    }

    /** Micro-batches of one sample. */
    private static Pass backward(ReplicaGroup<List<SftSequence>> group, List<Prepared.Item<List<SftSequence>>> batch) {
        return group.backward(batch.stream().map(List::of).toList(), batch, false);
    }

    private static List<float[]> masters(LlavaModel model, TrainableLora lora) {
        try (Scope scope = model.torch().scope()) {
            List<float[]> masters = new ArrayList<>();
            for (int i = 0; i < lora.trainables().parameters().size(); i++) {
                masters.add(scope.toFloats(lora.trainables().master(i)));
            }
            return masters;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 6})
    void replicasShareABatchAndAddUpToOne(int replicas) {
        LlavaModel alone = model();
        List<LlavaModel> several = new ArrayList<>();
        for (int r = 0; r < replicas; r++) {
            several.add(model());
        }
        try (TrainableLora one = TrainableLora.fresh(alone, EVERYWHERE, 1);
                ReplicaGroup<List<SftSequence>> single = group(List.of(alone), one);
                TrainableLora many = TrainableLora.fresh(several.get(0), EVERYWHERE, 1);
                ReplicaGroup<List<SftSequence>> group = group(several, many)) {
            for (int step = 0; step < 2; step++) {
                Pass expected = backward(single, samples);
                Pass actual = backward(group, samples);
                assertThat(actual.loss()).isCloseTo(expected.loss(), within(expected.loss() * 1e-5));
                assertThat(actual.tokens()).isEqualTo(expected.tokens());
                double norm = one.trainables().gradientNorm();
                assertThat(many.trainables().gradientNorm()).isCloseTo(norm, within(norm * 1e-5));
                one.trainables().step(AdamW.defaults(), 1e-2);
                many.trainables().step(AdamW.defaults(), 1e-2);
                group.refresh();
            }
            double after = single.evaluate(List.of(samples), samples).loss();
            assertThat(group.evaluate(samples.stream().map(List::of).toList(), samples)
                            .loss())
                    .isCloseTo(after, within(after * 1e-5));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void aSampleThatFailsStopsTheStepByName(int broken) {
        List<Prepared.Item<List<SftSequence>>> batch = new ArrayList<>(samples);
        Prepared.Item<List<SftSequence>> good = samples.get(broken);
        ImageSource noImage = ImageSource.inline("no image".getBytes(StandardCharsets.UTF_8));
        batch.set(broken, new Prepared.Item<>(good.id(), noImage, good.encoded()));
        List<LlavaModel> replicas = List.of(model(), model());
        try (TrainableLora lora = TrainableLora.fresh(replicas.get(0), EVERYWHERE, 1)) {
            List<float[]> before = masters(replicas.get(0), lora);
            try (ReplicaGroup<List<SftSequence>> group = group(replicas, lora)) {
                assertThatThrownBy(() -> backward(group, batch))
                        .isInstanceOf(LlavaException.class)
                        .hasMessageContaining("sample-" + broken);
            }
            assertThat(masters(replicas.get(0), lora))
                    .usingRecursiveComparison()
                    .isEqualTo(before);
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("replica-"));
    }

    /** libtorch's own errors know nothing of samples. */
    @Test
    void anErrorOfTheEngineNamesTheSamples() {
        LlavaModel model = model();
        List<SftSequence> beyond = samples.get(2).encoded().stream()
                .map(s -> new SftSequence(s.id(), s.prompt(), new int[] {1 << 30}))
                .toList();
        List<Prepared.Item<List<SftSequence>>> batch = List.of(
                samples.get(0), new Prepared.Item<>("sample-2", samples.get(2).image(), beyond));
        try (TrainableLora lora = TrainableLora.fresh(model, EVERYWHERE, 1);
                ReplicaGroup<List<SftSequence>> group = group(List.of(model, model()), lora)) {
            assertThatThrownBy(() -> backward(group, batch))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("sample-2");
        }
    }

    @Test
    void nothingIsLeftBehind() {
        List<LlavaModel> replicas = List.of(model(), model());
        int[] arrays = arrays(replicas);
        List<Prepared.Item<List<SftSequence>>> batch = samples.subList(0, 2);
        long[] resident = new long[2 * WINDOW];
        try (TrainableLora lora = TrainableLora.fresh(replicas.get(0), EVERYWHERE, 1);
                ReplicaGroup<List<SftSequence>> group = group(replicas, lora)) {
            int[] during = arrays(replicas);
            for (int step = -WINDOW; step < resident.length; step++) {
                backward(group, batch);
                lora.trainables().step(AdamW.defaults(), 1e-4);
                group.refresh();
                // The Java heap's own growth is resident too, and not what is asked.
                System.gc();
                resident[Math.max(step, 0)] = NativeMemory.resident().orElse(0);
            }
            assertThat(arrays(replicas)).isEqualTo(during);
        }
        assertThat(arrays(replicas)).isEqualTo(arrays);
        long growth = median(resident, WINDOW) - median(resident, 0);
        assertThat(growth).as("growth in bytes").isLessThan(BOUND);
    }

    private static int[] arrays(List<LlavaModel> models) {
        return models.stream()
                .mapToInt(model -> NativeMemory.arrays(model.torch()))
                .toArray();
    }

    private static long median(long[] values, int from) {
        long[] window = Arrays.copyOfRange(values, from, from + WINDOW);
        Arrays.sort(window);
        return window[WINDOW / 2];
    }

    /** Two devices of different kinds: gradients and weights cross between them. */
    @Test
    void aGpuBesideTheCpu() {
        assumeThat(Torch.gpuCount()).as("CUDA devices").isPositive();
        LlavaModel alone = model();
        List<LlavaModel> mixed = List.of(
                model(),
                LlavaLoader.load(
                        Torch.open(Device.gpu(0), Precision.FP32),
                        Fixtures.path("tiny-llava"),
                        null,
                        (done, all) -> {}));
        models.add(mixed.get(1));
        try (TrainableLora one = TrainableLora.fresh(alone, EVERYWHERE, 1);
                ReplicaGroup<List<SftSequence>> single = group(List.of(alone), one);
                TrainableLora many = TrainableLora.fresh(mixed.get(0), EVERYWHERE, 1);
                ReplicaGroup<List<SftSequence>> group = group(mixed, many)) {
            for (int step = 0; step < 2; step++) {
                double loss = backward(single, samples).loss();
                assertThat(backward(group, samples).loss()).isCloseTo(loss, within(loss * 1e-3));
                double norm = one.trainables().gradientNorm();
                assertThat(many.trainables().gradientNorm()).isCloseTo(norm, within(norm * 1e-2));
                one.trainables().step(AdamW.defaults(), 1e-3);
                many.trainables().step(AdamW.defaults(), 1e-3);
                group.refresh();
            }
        }
    }
}
