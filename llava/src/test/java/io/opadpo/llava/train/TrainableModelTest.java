package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.Fixtures;
import io.opadpo.llava.export.ModelExport;
import io.opadpo.llava.lora.LoraConfig;
import io.opadpo.llava.lora.LoraTargets;
import io.opadpo.llava.lora.ModelPart;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.PolicyGraph;
import io.opadpo.llava.model.Scorer;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.model.VisionFeatures;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients and files of a full fine-tune, fp32 on CPU. */
class TrainableModelTest {

    private static final Set<ModelPart> ALL = EnumSet.allOf(ModelPart.class);
    private static final Path FOLDER = Fixtures.path("tiny-llava");

    @TempDir
    Path temp;

    private LlavaModel model;

    @BeforeEach
    void load() {
        model = TinyLlava.load();
    }

    @AfterEach
    void close() {
        model.close();
    }

    private TrainableModel trainable(Set<ModelPart> parts) {
        return new TrainableModel(model, new ModelExport(FOLDER, null), parts);
    }

    private static List<ScoringSample> samples() {
        List<ScoringSample> samples = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Fixtures.Row row = Fixtures.row(i);
            samples.add(ScoringSample.ofPixels("row " + i, row.prompt(), row.pixels(), List.of(row.response())));
        }
        return samples;
    }

    /** Sum of all response log-probabilities; its gradients are added to those of what trains. */
    private double backward(TrainedWeights weights, boolean recompute) {
        try (PolicyGraph graph = PolicyGraph.forward(model, samples(), weights.adapter(), recompute)) {
            List<List<float[]>> logProbs = graph.logProbs();
            graph.backward(logProbs.stream()
                    .map(sample -> sample.stream().map(TrainableModelTest::ones).toList())
                    .toList());
            weights.trainables().accumulate();
            return sum(logProbs);
        }
    }

    private static float[] ones(float[] values) {
        float[] ones = new float[values.length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double sum(List<List<float[]>> logProbs) {
        double sum = 0;
        for (List<float[]> sample : logProbs) {
            for (float value : sample.get(0)) {
                sum += value;
            }
        }
        return sum;
    }

    private double score(LlavaModel scored) {
        Scorer scorer = new Scorer(scored, 1000);
        List<ScoringSample> withFeatures = new ArrayList<>();
        for (ScoringSample sample : samples()) {
            VisionFeatures features =
                    scorer.encode(List.of(sample.pixels()), null).get(0);
            withFeatures.add(new ScoringSample(sample.id(), sample.prompt(), features, sample.responses()));
        }
        double sum = sum(scorer.logProbs(withFeatures, null));
        withFeatures.forEach(sample -> sample.image().close());
        return sum;
    }

    private Map<String, float[]> gradients(TrainedWeights weights) {
        Map<String, float[]> gradients = new TreeMap<>();
        try (Scope scope = model.torch().scope()) {
            List<Trainables.Parameter> parameters = weights.trainables().parameters();
            for (int i = 0; i < parameters.size(); i++) {
                gradients.put(
                        parameters.get(i).name(),
                        scope.toFloats(weights.trainables().gradientSum(i)));
            }
        }
        return gradients;
    }

    /** Along each parameter's own gradient, the sum of log-probabilities rises as the gradient says. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "language_model.embed_tokens.weight",
                "language_model.norm.weight",
                "language_model.layers.1.input_layernorm.weight",
                "language_model.layers.2.mlp.down_proj.weight",
                "lm_head.weight",
                "multi_modal_projector.linear_1.bias",
                "vision_tower.embeddings.position_embedding.weight",
                "vision_tower.embeddings.patch_embedding.weight",
                "vision_tower.encoder.layers.0.layer_norm1.bias",
            })
    void gradientsAreSlopes(String name) {
        try (TrainableModel weights = trainable(ALL)) {
            double before = backward(weights, false);
            float[] gradient = gradients(weights).get(name);
            double square = 0;
            for (float value : gradient) {
                square += (double) value * value;
            }
            double step = 0.02 / Math.sqrt(square);
            int index = weights.trainables().parameters().stream()
                    .map(Trainables.Parameter::name)
                    .toList()
                    .indexOf(name);
            double up = moved(weights, index, gradient, step) - before;
            double down = moved(weights, index, gradient, -2 * step) - before;
            double slope = (up - down) / (2 * step);
            assertThat(slope).isCloseTo(square, within(0.02 * square));
        }
    }

    private double moved(TrainableModel weights, int index, float[] along, double step) {
        try (Scope scope = model.torch().scope()) {
            IValue master = weights.trainables().master(index);
            float[] values = scope.toFloats(master);
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (step * along[i]);
            }
            weights.trainables().setMaster(index, scope.floats(values, scope.shape(master)));
        }
        weights.trainables().refresh();
        return score(model);
    }

    /** ∂/∂B of W + s·B·A is s·∂/∂W·Aᵀ, which ties full gradients to those that PEFT's golden values prove. */
    @Test
    void gradientsAgreeWithThoseOfAnAdapter() {
        Map<String, float[]> full;
        try (TrainableModel weights = trainable(ALL)) {
            backward(weights, false);
            full = gradients(weights);
        }
        LoraConfig config = new LoraConfig(2, 4, new LoraTargets.AllLinear());
        try (TrainableLora lora = TrainableLora.fresh(model, config, 5)) {
            backward(lora, false);
            Map<String, float[]> adapter = gradients(lora);
            int compared = 0;
            for (int i = 0; i < lora.trainables().parameters().size(); i += 2) {
                String module = lora.trainables().parameters().get(i).name().replace(".lora_A", "");
                float[] a;
                try (Scope scope = model.torch().scope()) {
                    a = scope.toFloats(lora.trainables().master(i));
                }
                float[] b = adapter.get(module + ".lora_B");
                float[] w = full.get(module + ".weight");
                assertProduct(module, b, w, a, 2);
                compared++;
            }
            assertThat(compared).isGreaterThan(40);
        }
    }

    private static void assertProduct(String module, float[] b, float[] w, float[] a, double scale) {
        int rank = 2;
        int in = a.length / rank;
        double error = 0;
        double size = 0;
        for (int row = 0; row < w.length / in; row++) {
            for (int r = 0; r < rank; r++) {
                double expected = 0;
                for (int k = 0; k < in; k++) {
                    expected += scale * w[row * in + k] * a[r * in + k];
                }
                error += Math.pow(b[row * rank + r] - expected, 2);
                size += expected * expected;
            }
        }
        assertThat(Math.sqrt(error / size)).as(module).isLessThan(1e-4);
    }

    @Test
    void recomputedGradientsAreTheKeptOnes() {
        try (TrainableModel weights = trainable(ALL)) {
            backward(weights, false);
            Map<String, float[]> kept = gradients(weights);
            weights.trainables().clearGradients();
            backward(weights, true);
            Map<String, float[]> recomputed = gradients(weights);
            kept.forEach((name, values) -> {
                for (int i = 0; i < values.length; i++) {
                    assertThat(recomputed.get(name)[i])
                            .as(name)
                            .isCloseTo(values[i], within(1e-5f + 1e-4f * Math.abs(values[i])));
                }
            });
        }
    }

    @Test
    void onlyTheChosenPartsLearn() {
        try (TrainableModel projector = trainable(EnumSet.of(ModelPart.PROJECTOR))) {
            assertThat(projector.trainables().parameters())
                    .extracting(Trainables.Parameter::name)
                    .containsExactlyInAnyOrder(
                            "multi_modal_projector.linear_1.weight",
                            "multi_modal_projector.linear_1.bias",
                            "multi_modal_projector.linear_2.weight",
                            "multi_modal_projector.linear_2.bias");
            assertThat(projector.trainsTower()).isFalse();
            backward(projector, false);
            assertThat(projector.trainables().gradientNorm()).isPositive();
        }
        try (TrainableModel decoder = trainable(EnumSet.of(ModelPart.DECODER))) {
            assertThat(decoder.trainsTower()).isFalse();
            assertThat(decoder.trainables().parameters())
                    .extracting(Trainables.Parameter::name)
                    .contains("lm_head.weight", "language_model.norm.weight")
                    .noneMatch(name -> name.startsWith("vision"));
        }
    }

    @Test
    void theFolderHoldsWhatTheModelHasBecome() throws IOException {
        Path folder = temp.resolve("model");
        double learnt;
        try (TrainableModel weights = trainable(EnumSet.of(ModelPart.DECODER))) {
            backward(weights, false);
            weights.trainables().step(AdamW.defaults(), 1e-3);
            weights.save(folder);
            learnt = score(model);
        }
        assertThat(Files.exists(folder.resolve("config.json"))).isTrue();
        try (LlavaModel saved = TinyLlava.load(folder, null, Precision.FP32);
                LlavaModel untouched = TinyLlava.load()) {
            assertThat(score(saved)).isCloseTo(learnt, within(1e-3));
            assertThat(score(untouched)).isNotCloseTo(learnt, within(1.0));
        }
    }
}
