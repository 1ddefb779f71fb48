package io.opadpo.llava.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpaDpoLossTest {

    private static final double LOG_2 = Math.log(2);

    static Stream<String> variants() {
        return Variants.all().keySet().stream();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void lossAtTheStartIs6Point4TimesLog2WhateverTheData(long seed) {
        List<PreferenceLogProbs> samples = Samples.random(seed, 4, OpaDpoOptions.REFERENCE_PADDED_LENGTH).stream()
                .map(Samples::atStart)
                .toList();
        var value = new OpaDpoLoss(OpaDpoOptions.defaults()).compute(samples, 4);
        assertThat(value.loss()).as("seed %d", seed).isCloseTo(6.4 * LOG_2, within(1e-12));
        assertThat(value.statistics().values().get("policy/AI_gen_gap_mean")).isZero();
    }

    @Test
    void plainDpoAtTheStartIsLog2AndNeedsTwoAnswers() {
        OpaDpoOptions dpo = OpaDpoOptions.dpo();
        assertThat(dpo.responses()).isEqualTo(EnumSet.of(PreferenceResponse.STANDARD, PreferenceResponse.ORIGINAL));
        PreferenceLogProbs sample = Samples.atStart(Samples.random(1, 1, 9).get(0));
        assertThat(new OpaDpoLoss(dpo).compute(List.of(sample), 1).loss()).isCloseTo(LOG_2, within(1e-15));
    }

    @Test
    void plainDpoComparesWholeAnswers() {
        // Δ_standard = 1 + 2 = 3, Δ_original = −1 + 0.5 + 0.5 = 0, so the logit is 0.3.
        PreferenceLogProbs sample = new PreferenceLogProbs(
                "one",
                Map.of(
                        PreferenceResponse.STANDARD,
                        ResponseLogProbs.unweighted(new float[] {-1, -1}, new float[] {-2, -3}),
                        PreferenceResponse.ORIGINAL,
                        ResponseLogProbs.unweighted(new float[] {-2, -1, -1}, new float[] {-1, -1.5f, -1.5f})));
        var value = new OpaDpoLoss(OpaDpoOptions.dpo()).compute(List.of(sample), 2);
        double miss = 1 / (1 + Math.exp(0.3));
        assertThat(value.loss()).isCloseTo(Math.log1p(Math.exp(-0.3)) / 2, within(1e-15));
        assertThat(value.gradients().get(0).get(PreferenceResponse.STANDARD))
                .containsExactly(new double[] {-0.05 * miss, -0.05 * miss}, within(1e-15));
        assertThat(value.gradients().get(0).get(PreferenceResponse.ORIGINAL))
                .containsExactly(new double[] {0.05 * miss, 0.05 * miss, 0.05 * miss}, within(1e-15));
        assertThat(value.statistics().values())
                .containsEntry("policy/stand_gen_chosen_mean", 0.1 * 3)
                .containsEntry("policy/stand_gen_reject_mean", 0.0);
    }

    @Test
    void sequenceReductionSumsEachAnswerFirst() {
        PreferenceLogProbs sample = Samples.random(5, 1, 12).get(0);
        double standard = ratio(sample, PreferenceResponse.STANDARD);
        double revised = ratio(sample, PreferenceResponse.REVISED);
        double expected = nll(standard - ratio(sample, PreferenceResponse.ORIGINAL))
                + nll(weighted(sample, PreferenceResponse.REVISED, false)
                        - weighted(sample, PreferenceResponse.ORIGINAL, false))
                + 0.2 * nll(standard - ratio(sample, PreferenceResponse.MASKED_STANDARD))
                + 0.2
                        * nll(weighted(sample, PreferenceResponse.REVISED, true)
                                - weighted(sample, PreferenceResponse.MASKED_REVISED, true))
                + 2 * nll(standard)
                + 2 * nll(-revised);
        OpaDpoOptions options = OpaDpoOptions.defaults().withReduction(Reduction.SEQUENCE);
        assertThat(new OpaDpoLoss(options).compute(List.of(sample), 1).loss()).isCloseTo(expected, within(1e-12));
    }

    private static double nll(double margin) {
        return Math.log(1 + Math.exp(-0.1 * margin));
    }

    private static double ratio(PreferenceLogProbs sample, PreferenceResponse response) {
        ResponseLogProbs of = sample.get(response);
        double sum = 0;
        for (int t = 0; t < of.length(); t++) {
            sum += (double) of.policy()[t] - of.reference()[t];
        }
        return sum;
    }

    private static double weighted(PreferenceLogProbs sample, PreferenceResponse response, boolean images) {
        ResponseLogProbs of = sample.get(response);
        float[] weights = images ? sample.get(response.clean()).images() : of.scores();
        double sum = 0;
        for (int t = 0; t < of.length(); t++) {
            sum += weights[t] * ((double) of.policy()[t] - of.reference()[t]);
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("variants")
    void microBatchesAddUpToTheBatch(String variant) {
        OpaDpoLoss loss = new OpaDpoLoss(Variants.all().get(variant));
        List<PreferenceLogProbs> samples = Samples.random(7, 6, Variants.PADDED_LENGTH);
        var whole = loss.compute(samples, 6);

        double sum = 0;
        LossStatistics statistics = new LossStatistics();
        List<Map<PreferenceResponse, double[]>> gradients = new ArrayList<>();
        for (List<PreferenceLogProbs> part :
                List.of(samples.subList(0, 1), samples.subList(1, 4), samples.subList(4, 4), samples.subList(4, 6))) {
            var value = loss.compute(part, 6);
            sum += value.loss();
            statistics.merge(value.statistics());
            gradients.addAll(value.gradients());
        }

        assertThat(sum).isCloseTo(whole.loss(), within(1e-12));
        Map<String, Double> expected = whole.statistics().values();
        assertThat(statistics.values().keySet()).containsExactlyElementsOf(expected.keySet());
        statistics
                .values()
                .forEach((name, mean) -> assertThat(mean).as(name).isCloseTo(expected.get(name), within(1e-12)));
        assertThat(gradients).usingRecursiveFieldByFieldElementComparator().isEqualTo(whole.gradients());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void lossIsTheSumOfItsTerms(String variant) {
        OpaDpoOptions options = Variants.all().get(variant);
        var value = new OpaDpoLoss(options).compute(Samples.random(8, 3, Variants.PADDED_LENGTH), 3);
        Map<String, Double> statistics = value.statistics().values();
        double sum = options.anchor().coefficient() * statistics.getOrDefault("loss/AncPO", 0.0);
        for (PreferencePair pair : PreferencePair.values()) {
            sum += options.coefficients().of(pair) * statistics.getOrDefault("loss/" + pair.statistic(), 0.0);
        }
        assertThat(value.loss()).isCloseTo(sum, within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void extremeLogRatiosGiveFiniteResults(String variant) {
        OpaDpoLoss loss = new OpaDpoLoss(Variants.all().get(variant));
        for (float extreme : new float[] {-1e4f, 1e4f}) {
            for (PreferenceResponse response : PreferenceResponse.values()) {
                PreferenceLogProbs sample = Samples.random(9, 1, 12).get(0);
                float[] policy = new float[sample.get(response).length()];
                Arrays.fill(policy, extreme);
                var value = loss.compute(List.of(Samples.withPolicy(sample, response, policy)), 1);
                assertThat(value.loss()).isFinite();
                assertThat(value.gradients().get(0).values().stream().flatMapToDouble(DoubleStream::of))
                        .allSatisfy(gradient -> assertThat(gradient).isFinite());
            }
        }
    }

    @Test
    void aPairFarOnTheWrongSideIsPushedAtFullStrength() {
        PreferenceLogProbs sample = new PreferenceLogProbs(
                "far",
                Map.of(
                        PreferenceResponse.STANDARD,
                        ResponseLogProbs.unweighted(new float[] {-10_000}, new float[] {0}),
                        PreferenceResponse.ORIGINAL,
                        ResponseLogProbs.unweighted(new float[] {0}, new float[] {-10_000})));
        var value = new OpaDpoLoss(OpaDpoOptions.dpo()).compute(List.of(sample), 1);
        assertThat(value.loss()).isCloseTo(2000, within(1e-9));
        assertThat(value.gradients().get(0).get(PreferenceResponse.STANDARD)[0]).isCloseTo(-0.1, within(1e-15));
    }

    @Test
    void everySampleWithNaNOrInfinityIsNamed() {
        List<PreferenceLogProbs> samples = new ArrayList<>(Samples.random(10, 4, 5));
        int last = samples.get(1).get(PreferenceResponse.REVISED).length() - 1;
        float[] policy = samples.get(1).get(PreferenceResponse.REVISED).policy().clone();
        policy[last] = Float.NaN;
        samples.set(1, Samples.withPolicy(samples.get(1), PreferenceResponse.REVISED, policy));
        float[] reference = samples.get(3)
                .get(PreferenceResponse.MASKED_STANDARD)
                .reference()
                .clone();
        reference[0] = Float.NEGATIVE_INFINITY;
        samples.set(3, Samples.withReference(samples.get(3), PreferenceResponse.MASKED_STANDARD, reference));

        OpaDpoLoss loss = new OpaDpoLoss(OpaDpoOptions.defaults());
        assertThatThrownBy(() -> loss.compute(samples, 4))
                .isInstanceOfSatisfying(
                        NonFiniteLossException.class,
                        e -> assertThat(e.samples()).containsExactly("sample-1", "sample-3"))
                .hasMessage(
                        "Not finite: sample sample-1, policy log-probability of REVISED at token " + last
                                + " is NaN; sample sample-3, reference log-probability of MASKED_STANDARD at token 0 is -Infinity");
    }

    @Test
    void gradientsBeyondSinglePrecisionAreNamed() {
        OpaDpoOptions options = OpaDpoOptions.dpo().withPairLoss(PairLoss.DEFAULT.withBeta(1e39));
        OpaDpoLoss loss = new OpaDpoLoss(options);
        assertThatThrownBy(() -> loss.compute(
                        Samples.random(11, 1, 5).stream().map(Samples::atStart).toList(), 1))
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessageContaining("sample-0, gradient of STANDARD");
    }

    @Test
    void aLossBeyondDoublePrecisionIsNamed() {
        ResponseLogProbs unlikely = ResponseLogProbs.withoutReference(new float[] {-1e4f});
        ResponseLogProbs likely = ResponseLogProbs.withoutReference(new float[] {0});
        PreferenceLogProbs sample = new PreferenceLogProbs(
                "huge", Map.of(PreferenceResponse.STANDARD, unlikely, PreferenceResponse.ORIGINAL, likely));
        OpaDpoOptions options = OpaDpoOptions.dpo().withPairLoss(PairLoss.DEFAULT.withBeta(1e305));
        assertThatThrownBy(() -> new OpaDpoLoss(options).compute(List.of(sample), 1))
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessage("Not finite: sample huge, loss is Infinity");
    }

    @Test
    void referenceFreeLossDoesNotLookAtTheReference() {
        OpaDpoOptions options = OpaDpoOptions.dpo().withPairLoss(PairLoss.DEFAULT.withReferenceFree(true));
        PreferenceLogProbs sample = Samples.random(12, 1, 5).get(0);
        float[] nothing = new float[sample.get(PreferenceResponse.STANDARD).length()];
        Arrays.fill(nothing, Float.NaN);
        PreferenceLogProbs other = Samples.withReference(sample, PreferenceResponse.STANDARD, nothing);
        OpaDpoLoss loss = new OpaDpoLoss(options);
        assertThat(loss.compute(List.of(other), 1).loss())
                .isEqualTo(loss.compute(List.of(sample), 1).loss());
    }

    @Test
    void withoutContrastTheAnchorPullsHalfAsHard() {
        OpaDpoOptions anchorOnly = OpaDpoOptions.defaults().withCoefficients(new PairCoefficients(0, 0, 0.2));
        List<PreferenceLogProbs> samples = Samples.random(13, 1, 9);
        double[] full = gradient(anchorOnly, samples);
        double[] half = gradient(anchorOnly.withCoefficients(new PairCoefficients(0, 0, 0)), samples);
        for (int t = 0; t < full.length; t++) {
            assertThat(half[t]).isNotZero().isCloseTo(full[t] / 2, within(1e-15));
        }
    }

    @Test
    void anchorKindsPullTheRevisedAnswerTheWayTheySay() {
        List<PreferenceLogProbs> samples =
                Samples.random(14, 1, 9).stream().map(Samples::atStart).toList();
        OpaDpoOptions anchorOnly = OpaDpoOptions.defaults().withCoefficients(new PairCoefficients(0, 0, 0));
        // A positive derivative pulls the answer down.
        assertThat(gradient(anchorOnly, samples)[0]).isPositive();
        assertThat(gradient(anchorOnly.withAnchor(new Anchor(1, 0, Anchor.Kind.REVISED_UP)), samples)[0])
                .isNegative();
        assertThat(gradient(anchorOnly.withAnchor(new Anchor(1, 0.5, Anchor.Kind.SQUARED)), samples)[0])
                .isNegative();
    }

    private static double[] gradient(OpaDpoOptions options, List<PreferenceLogProbs> samples) {
        return new OpaDpoLoss(options)
                .compute(samples, samples.size())
                .gradients()
                .get(0)
                .get(PreferenceResponse.REVISED);
    }

    @Test
    void answersBeyondThePaddedLengthAreTheCallersError() {
        PreferenceLogProbs sample = new PreferenceLogProbs(
                "long",
                Map.of(
                        PreferenceResponse.STANDARD, ResponseLogProbs.withoutReference(new float[897]),
                        PreferenceResponse.ORIGINAL, ResponseLogProbs.withoutReference(new float[896])));
        OpaDpoOptions tokens = OpaDpoOptions.dpo().withReduction(Reduction.TOKEN);
        assertThatThrownBy(() -> new OpaDpoLoss(tokens).compute(List.of(sample), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sample long: STANDARD has 897 tokens, more than the padded length of 896");
        assertThat(new OpaDpoLoss(OpaDpoOptions.dpo())
                        .compute(List.of(sample), 1)
                        .loss())
                .isCloseTo(LOG_2, within(1e-15));
    }

    @Test
    void aMissingAnswerIsTheCallersError() {
        PreferenceLogProbs sample = new PreferenceLogProbs(
                "short", Map.of(PreferenceResponse.STANDARD, ResponseLogProbs.withoutReference(new float[1])));
        assertThatThrownBy(() -> new OpaDpoLoss(OpaDpoOptions.dpo()).compute(List.of(sample), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sample short lacks ORIGINAL");
    }

    @Test
    void aMicroBatchLargerThanTheBatchIsTheCallersError() {
        assertThatThrownBy(() -> new OpaDpoLoss(OpaDpoOptions.dpo()).compute(Samples.random(15, 2, 5), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batchSize is 1");
        assertThatThrownBy(() -> new OpaDpoLoss(OpaDpoOptions.dpo()).compute(List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batchSize is 0");
    }

    @Test
    void anEmptyMicroBatchAddsNothing() {
        var value = new OpaDpoLoss(OpaDpoOptions.defaults()).compute(List.of(), 4);
        assertThat(value.loss()).isZero();
        assertThat(value.statistics().values()).isEmpty();
        assertThat(value.gradients()).isEmpty();
    }

    @Test
    void aMaskedAnswerHasTheTokensOfItsCleanOne() {
        ResponseLogProbs one = ResponseLogProbs.withoutReference(new float[1]);
        ResponseLogProbs two = ResponseLogProbs.withoutReference(new float[2]);
        assertThatThrownBy(() -> new PreferenceLogProbs(
                        "odd", Map.of(PreferenceResponse.REVISED, one, PreferenceResponse.MASKED_REVISED, two)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sample odd: MASKED_REVISED has other tokens than REVISED");
    }
}
