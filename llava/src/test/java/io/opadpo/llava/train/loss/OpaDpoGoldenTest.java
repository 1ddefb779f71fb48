package io.opadpo.llava.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.train.telemetry.Scalars;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The ten settings that the reference's own code computed. */
class OpaDpoGoldenTest {

    private static final String TENSORS = "opadpo_loss.safetensors";
    private static final int SAMPLES = 3;
    private static final JsonNode SETTINGS =
            JsonMapper.shared().readTree(Fixtures.path("opadpo_loss.json").toFile());

    private static final Map<PreferenceResponse, String> NAMES = Map.of(
            PreferenceResponse.STANDARD, "policy.standard_response",
            PreferenceResponse.ORIGINAL, "policy.original_generate_response",
            PreferenceResponse.REVISED, "policy.AI_pseudo_response",
            PreferenceResponse.MASKED_STANDARD, "policy_masked.standard_response",
            PreferenceResponse.MASKED_REVISED, "policy_masked.AI_pseudo_response");

    static Stream<String> settings() {
        return SETTINGS.propertyNames().stream();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void lossStatisticsAndGradientsAreTheReferences(String setting) {
        JsonNode golden = SETTINGS.get(setting);
        OpaDpoOptions options = options(golden);
        var value = new OpaDpoLoss(options).compute(samples(), SAMPLES);

        assertThat(value.loss()).isCloseTo(golden.get("loss").asDouble(), within(1e-5));
        assertStatistics(value.statistics().values(), golden.get("stats"));
        for (PreferenceResponse response : options.responses()) {
            float[] expected = Fixtures.floats(TENSORS, "grad." + setting + "." + NAMES.get(response));
            for (int i = 0; i < SAMPLES; i++) {
                assertGradient(value.gradients().get(i).get(response), row(expected, i), response + " of sample " + i);
            }
        }
    }

    private static void assertStatistics(Map<String, Double> actual, JsonNode golden) {
        Set<String> shared = new HashSet<>(actual.keySet());
        shared.remove(Scalars.KL);
        assertThat(golden.propertyNames()).containsAll(shared);
        for (Map.Entry<String, JsonNode> expected : golden.properties()) {
            // The reference writes 0 for a term that is off.
            double found = actual.getOrDefault(expected.getKey(), 0.0);
            assertThat(found)
                    .as(expected.getKey())
                    .isCloseTo(expected.getValue().asDouble(), within(1e-5));
        }
    }

    private static void assertGradient(double[] actual, float[] expected, String of) {
        for (int t = 0; t < actual.length; t++) {
            assertThat(actual[t])
                    .as("token %d of %s", t, of)
                    .isCloseTo(expected[t], within(1e-4 * Math.abs(expected[t]) + 1e-9));
        }
    }

    private static OpaDpoOptions options(JsonNode golden) {
        JsonNode args = golden.get("args");
        JsonNode hyper = golden.get("hyper");
        boolean report = args.get("detailed_report").asBoolean();
        double contrastive =
                args.get("CoPO").asBoolean() ? args.get("CoPO_coef").asDouble() : 0;
        double anchor = args.get("AncPO").asBoolean() ? args.get("Anchor_coef").asDouble() : 0;
        boolean logistic = args.get("mDPO_anchor").asBoolean();
        return new OpaDpoOptions(
                new PairLoss(
                        hyper.get("beta").asDouble(),
                        hyper.get("label_smoothing").asDouble(),
                        hyper.get("reference_free").asBoolean(),
                        divergence(hyper)),
                new PairCoefficients(
                        args.get("standard_pair_coef").asDouble(),
                        args.get("AI_pair_coef").asDouble(),
                        contrastive),
                new Anchor(
                        anchor,
                        args.get("Anchor_value").asDouble(),
                        logistic ? Anchor.Kind.REVISED_DOWN : Anchor.Kind.SQUARED),
                new TokenWeights(
                        report && args.get("response_score").asBoolean(),
                        report && args.get("response_image_relation").asBoolean()),
                Reduction.TOKEN,
                row(Fixtures.floats(TENSORS, "policy.standard_response"), 0).length);
    }

    private static Divergence divergence(JsonNode hyper) {
        double alpha =
                hyper.get("f_divergence_params").path("alpha_divergence_coef").asDouble(1);
        return switch (hyper.get("f_divergence_type").asString()) {
            case "reverse_kl" -> Divergence.REVERSE_KL;
            case "js_divergence" -> Divergence.JS;
            case "alpha_divergence" -> new Divergence.Alpha(alpha);
            default -> throw new IllegalArgumentException(hyper.toString());
        };
    }

    private static List<PreferenceLogProbs> samples() {
        List<PreferenceLogProbs> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            Map<PreferenceResponse, ResponseLogProbs> responses = new EnumMap<>(PreferenceResponse.class);
            for (PreferenceResponse response : PreferenceResponse.values()) {
                responses.put(response, response(NAMES.get(response), i));
            }
            samples.add(new PreferenceLogProbs("row " + i, responses));
        }
        return samples;
    }

    private static ResponseLogProbs response(String name, int row) {
        float[] reference = row(Fixtures.floats(TENSORS, name.replace("policy", "reference")), row);
        int length = reference.length;
        while (reference[length - 1] == 0) {
            length--;
        }
        float[] policy = row(Fixtures.floats(TENSORS, name), row);
        String answer = name.substring(name.indexOf('.') + 1);
        if (name.startsWith("policy_masked") || answer.equals("standard_response")) {
            return ResponseLogProbs.unweighted(Arrays.copyOf(policy, length), Arrays.copyOf(reference, length));
        }
        return new ResponseLogProbs(
                Arrays.copyOf(policy, length),
                Arrays.copyOf(reference, length),
                Arrays.copyOf(row(Fixtures.floats(TENSORS, "scores." + answer), row), length),
                Arrays.copyOf(row(Fixtures.floats(TENSORS, "image_relations." + answer), row), length));
    }

    private static float[] row(float[] matrix, int row) {
        int width = matrix.length / SAMPLES;
        return Arrays.copyOfRange(matrix, row * width, (row + 1) * width);
    }
}
