package io.opadpo.llava.train.data;

import static io.opadpo.llava.train.data.Samples.report;
import static io.opadpo.llava.train.data.Samples.reportWithAdded;
import static io.opadpo.llava.train.data.Samples.right;
import static io.opadpo.llava.train.data.Samples.sample;
import static io.opadpo.llava.train.data.Samples.sentence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.prompt.VicunaPrompt;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.tokenizer.TokenizerFixtures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TidyEncodingTest {

    private static final EncodingOptions OPTIONS = EncodingOptions.DEFAULT.withLengths(500, 896);

    private final Tokenizer tokenizer = TokenizerFixtures.tinySentencePiece();
    private final VicunaPrompt prompts = new VicunaPrompt(tokenizer);
    private final PreferenceEncoder encoder = new PreferenceEncoder(tokenizer, OPTIONS);

    /** Weights of a whole answer from those of its parts, each cut before a space, and of eos. */
    private float[] weights(Object... partsAndWeights) {
        return weights(tokenizer, partsAndWeights);
    }

    private static float[] weights(Tokenizer tokenizer, Object... partsAndWeights) {
        List<Float> weights = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 1 < partsAndWeights.length; i += 2) {
            text.append(partsAndWeights[i]);
            int tokens = tokenizer.encode(text.toString()).length;
            while (weights.size() < tokens) {
                weights.add((Float) partsAndWeights[i + 1]);
            }
        }
        weights.add((Float) partsAndWeights[partsAndWeights.length - 1]);
        float[] result = new float[weights.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = weights.get(i);
        }
        return result;
    }

    @Test
    void answersAreTokenisedAsTheModelWritesThem() {
        PreferenceSample sample =
                sample("A cat. It sat.", report(right("A cat."), sentence("It sat.", "It ran.", 2, ErrorType.CORRECT)));
        EncodedPreference encoded = encoder.encode(sample);
        assertThat(encoded.prompt()).isEqualTo(prompts.encode("What?", true));
        assertThat(encoded.standard()).isEqualTo(prompts.encodeAnswer("A standard.", true));
        assertThat(encoded.original().ids()).isEqualTo(prompts.encodeAnswer("A cat. It sat.", true));
        assertThat(encoded.revised().ids()).isEqualTo(prompts.encodeAnswer("A cat. It ran.", true));
    }

    @Test
    void tokensWeighAsTheSentenceTheyStartIn() {
        PreferenceSample sample = sample(
                "A cat. It sat. So.",
                reportWithAdded(
                        "The end.",
                        sentence("A cat.", "A dog.", 1, ErrorType.IMAGE_RECOGNITION_ERROR),
                        sentence("It sat.", "It ran.", 3, ErrorType.LANGUAGE_COMPREHENSION_ERROR)));
        EncodedPreference encoded = encoder.encode(sample);
        assertThat(encoded.original().scores())
                .isEqualTo(weights("A cat.", 2.5f, " It sat.", 1.5f, " So.", 1.5f, 0.0f));
        assertThat(encoded.original().images())
                .isEqualTo(weights("A cat.", 3.0f, " It sat.", 1.0f, " So.", 1.0f, 0.0f));
        assertThat(encoded.revised().scores())
                .isEqualTo(weights("A dog.", 2.5f, " It ran.", 1.5f, " The end.", 1.0f, 1.0f));
        assertThat(encoded.revised().images())
                .isEqualTo(weights("A dog.", 3.0f, " It ran.", 1.0f, " The end.", 1.0f, 1.0f));
    }

    @Test
    void theEosOfTheRevisedAnswerWeighsAsTheTokenBefore() {
        PreferenceSample sample = sample("A cat.", report(sentence("A cat.", "A dog.", 2, ErrorType.CORRECT)));
        assertThat(encoder.encode(sample).revised().scores()).containsOnly(2.0f);
    }

    @Test
    void charactersOfSeveralTokensMoveNoBoundary() {
        PreferenceSample sample = sample(
                "猫 😀. é. A.",
                report(
                        sentence("猫 😀.", "x", 1, ErrorType.CORRECT),
                        sentence("é.", "", 2, ErrorType.CORRECT),
                        right("A.")));
        assertThat(encoder.encode(sample).original().scores())
                .isEqualTo(weights("猫 😀.", 2.5f, " é.", 2.0f, " A.", 1.0f, 0.0f));
    }

    @Test
    void aReportThatDoesNotMatchLeavesTheAnswerWithNeutralWeights() {
        PreferenceSample sample =
                sample("A dog sat.", report(sentence("A bird.", "A cat.", 1, ErrorType.IMAGE_RECOGNITION_ERROR)));
        EncodedPreference encoded = encoder.encode(sample);
        assertThat(encoded.original().ids()).isEqualTo(prompts.encodeAnswer("A dog sat.", true));
        assertThat(encoded.original().scores()).isEqualTo(weights("A dog sat.", 1.0f, 0.0f));
        assertThat(encoded.original().images()).isEqualTo(weights("A dog sat.", 1.0f, 0.0f));
        assertThat(encoded.revised().scores()).containsOnly(2.5f);
    }

    @Test
    void aRevisedAnswerOfItsOwnTakesTheWeightsWhereTheReportMatches() {
        Report report = report(sentence("A cat.", "A dog.", 1, ErrorType.CORRECT), right("It sat."));
        PreferenceSample sample = new PreferenceSample(
                "s", ImageSource.inline(Samples.PIXELS), "What?", "S.", "A cat. It sat.", "A dog.\nIt sat.", report);
        EncodedPreference encoded = encoder.encode(sample);
        assertThat(encoded.revised().ids()).isEqualTo(prompts.encodeAnswer("A dog.\nIt sat.", true));
        assertThat(encoded.revised().scores()).startsWith(2.5f).endsWith(1.0f, 1.0f);
    }

    @Test
    void withoutImageThePromptHasNone() {
        PreferenceSample sample =
                new PreferenceSample("s", null, "What?", "S.", "A cat.", null, report(right("A cat.")));
        assertThat(encoder.encode(sample).prompt()).isEqualTo(prompts.encode("What?", false));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomAnswersKeepTheirIdsAndSentenceWeights(long seed) {
        checkRandomAnswers(tokenizer, seed);
    }

    @Test
    void theSameHoldsForLlamasVocabulary() {
        try (Tokenizer llama = TokenizerFixtures.llama()) {
            checkRandomAnswers(llama, 4);
        }
    }

    private static void checkRandomAnswers(Tokenizer tokenizer, long seed) {
        VicunaPrompt prompts = new VicunaPrompt(tokenizer);
        PreferenceEncoder encoder = new PreferenceEncoder(tokenizer, OPTIONS);
        Random random = new Random(seed);
        String alphabet = "aeT猫é😀the\n▁";
        int[] points = alphabet.codePoints().toArray();
        for (int round = 0; round < 300; round++) {
            StringBuilder answer = new StringBuilder();
            List<Report.Sentence> sentences = new ArrayList<>();
            List<Object> expected = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                StringBuilder text = new StringBuilder();
                for (int j = random.nextInt(8); j >= 0; j--) {
                    text.appendCodePoint(points[random.nextInt(points.length)]);
                }
                String part = (i == 0 ? "" : " ") + i + text + ".";
                int score = 1 + random.nextInt(4);
                sentences.add(sentence(part.strip(), "", score, ErrorType.CORRECT));
                expected.add(part);
                expected.add(new float[] {2.5f, 2.0f, 1.5f, 1.0f}[score - 1]);
                answer.append(part);
            }
            expected.add(0.0f);
            PreferenceSample sample = new PreferenceSample(
                    "s", null, "What?", "S.", answer.toString(), "R.", new Report("", sentences, null));
            WeightedTokens original = encoder.encode(sample).original();
            assertThat(original.ids()).isEqualTo(prompts.encodeAnswer(answer.toString(), true));
            assertThat(original.scores())
                    .as("seed %d, round %d: %s", seed, round, answer)
                    .isEqualTo(weights(tokenizer, expected.toArray()));
        }
    }

    @Test
    void lengthsCountImageAndEosAndNothingIsCut() {
        PreferenceSample sample = sample("A cat.", report(right("A cat.")));
        EncodedPreference encoded = encoder.encode(sample);
        int prompt = encoded.prompt().ids().length + 1;
        int longest = Math.max(encoded.standard().length, encoded.original().length());
        assertThat(new PreferenceEncoder(tokenizer, OPTIONS.withLengths(prompt, longest)).encode(sample))
                .isEqualTo(encoded)
                .hasSameHashCodeAs(encoded);
        assertDropped(sample, OPTIONS.withLengths(prompt - 1, longest), DropReason.PROMPT_TOO_LONG);
        assertDropped(sample, OPTIONS.withLengths(prompt, longest - 1), DropReason.RESPONSE_TOO_LONG);
    }

    private void assertDropped(PreferenceSample sample, EncodingOptions options, DropReason reason) {
        assertThatThrownBy(() -> new PreferenceEncoder(tokenizer, options).encode(sample))
                .isInstanceOfSatisfying(SampleException.class, e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e.sample()).isEqualTo("s");
                });
    }

    @Test
    void weightedTokensShareNoArrays() {
        int[] ids = {5, 2};
        WeightedTokens tokens = new WeightedTokens(ids, new float[] {1, 0}, new float[] {3, 0});
        ids[0] = 9;
        tokens.ids()[0] = 9;
        Arrays.fill(tokens.scores(), 9);
        Arrays.fill(tokens.images(), 9);
        assertThat(tokens)
                .isEqualTo(new WeightedTokens(new int[] {5, 2}, new float[] {1, 0}, new float[] {3, 0}))
                .hasSameHashCodeAs(new WeightedTokens(new int[] {5, 2}, new float[] {1, 0}, new float[] {3, 0}))
                .isNotEqualTo(new WeightedTokens(new int[] {5, 2}, new float[] {1, 0}, new float[] {3, 1}));
        assertThatThrownBy(() -> new WeightedTokens(ids, new float[1], new float[2]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
