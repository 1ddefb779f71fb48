package io.opadpo.llava.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.Variants;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.prompt.PromptException;
import io.opadpo.llava.prompt.PromptTooLongException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However samples are packed, each is scored as if it were alone. */
class ScorerTest {

    private static final Offset<Float> TOLERANCE = Offset.offset(2e-5f);
    private static final long SEED = 5;

    private static LlavaModel model;
    private static LoraAdapter adapter;
    private static VisionFeatures image;
    private static VisionFeatures adaptedImage;

    /** Mixed lengths; with and without image; one to four responses, some of one token. */
    private static final List<ScoringSample> SAMPLES = new ArrayList<>();

    @BeforeAll
    static void load() {
        model = TinyLlava.variant("grouped");
        adapter = TinyLlava.groupedAdapter(model);
        Scorer scorer = new Scorer(model, 1000);
        image = scorer.encode(List.of(Variants.pixels("grouped")), null).get(0);
        adaptedImage =
                scorer.encode(List.of(Variants.pixels("grouped")), adapter).get(0);
        Random random = new Random(SEED);
        for (int i = 0; i < 12; i++) {
            List<int[]> responses = new ArrayList<>();
            for (int r = 0; r <= i % 4; r++) {
                responses.add(ids(random, 1 + random.nextInt(12)));
            }
            int[] text = ids(random, 3 + random.nextInt(12));
            boolean withImage = i % 3 != 1;
            Prompt prompt = new Prompt(text, withImage ? random.nextInt(text.length + 1) : -1);
            SAMPLES.add(new ScoringSample("sample " + i, prompt, withImage ? image : null, responses));
        }
    }

    @AfterAll
    static void close() {
        image.close();
        adaptedImage.close();
        model.release(adapter);
        adapter.close();
        model.close();
    }

    private static int[] ids(Random random, int count) {
        return random.ints(count, 3, 60).toArray();
    }

    /** Chunked so finely that every sample crosses a boundary, in passes from one sample to all of them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 20, 45, 100_000})
    void packingChangesNothing(int maxRows) {
        assertSame(new Scorer(model, maxRows, 3).logProbs(SAMPLES, null), oneByOne(SAMPLES, null));
    }

    @Test
    void packingChangesNothingWithAnAdapter() {
        List<ScoringSample> adapted = SAMPLES.stream()
                .map(s -> new ScoringSample(s.id(), s.prompt(), s.image() == null ? null : adaptedImage, s.responses()))
                .toList();
        List<List<float[]>> alone = oneByOne(adapted, adapter);
        assertSame(new Scorer(model, 60).logProbs(adapted, adapter), alone);
        assertThat(alone.get(0).get(0))
                .isNotEqualTo(oneByOne(SAMPLES, null).get(0).get(0));
    }

    @Test
    void aSharedPromptCountsLikeACopyForEachResponse() {
        for (ScoringSample sample : SAMPLES) {
            List<float[]> shared =
                    new Scorer(model, 1000).logProbs(List.of(sample), null).get(0);
            for (int r = 0; r < shared.size(); r++) {
                int[] response = sample.responses().get(r);
                assertThat(shared.get(r)).containsExactly(asOneSequence(sample, response), TOLERANCE);
            }
        }
    }

    /** Prompt and response as one chunk; the response's own first token is not predicted, so it is left out. */
    private static float[] asOneSequence(ScoringSample sample, int[] response) {
        Scorer scorer = new Scorer(model, 1000);
        float[] scores = new float[response.length];
        for (int i = 0; i < response.length; i++) {
            Prompt before = extended(sample.prompt(), Arrays.copyOf(response, i));
            ScoringSample next = new ScoringSample("", before, sample.image(), List.of(new int[] {response[i]}));
            scores[i] = scorer.logProbs(List.of(next), null).get(0).get(0)[0];
        }
        return scores;
    }

    private static Prompt extended(Prompt prompt, int[] more) {
        int[] ids = Arrays.copyOf(prompt.ids(), prompt.ids().length + more.length);
        System.arraycopy(more, 0, ids, prompt.ids().length, more.length);
        return new Prompt(ids, prompt.imageAt());
    }

    @Test
    void probabilitiesOfAllTokensSumToOne() {
        List<int[]> every = new ArrayList<>();
        for (int id = 0; id < model.config().text().vocabSize(); id++) {
            every.add(new int[] {id});
        }
        ScoringSample sample = new ScoringSample("all", SAMPLES.get(0).prompt(), image, every);
        double sum = new Scorer(model, 10)
                .logProbs(List.of(sample), null).get(0).stream()
                        .mapToDouble(score -> Math.exp(score[0]))
                        .sum();
        assertThat(sum).isCloseTo(1, Offset.offset(1e-5));
    }

    @Test
    void badSamplesAreNamed() {
        Scorer scorer = new Scorer(model, 1000);
        Prompt prompt = new Prompt(new int[] {1, 5}, -1);
        List<int[]> response = List.of(new int[] {4});
        assertThatThrownBy(() -> score(scorer, new Prompt(new int[] {1, 64}, -1), response))
                .isInstanceOf(PromptException.class)
                .hasMessageContaining("Sample x")
                .hasMessageContaining("64");
        assertThatThrownBy(() -> score(scorer, prompt, List.of(new int[] {4, -1})))
                .isInstanceOf(PromptException.class)
                .hasMessageContainingAll("Sample x", "-1", "index 1");
        assertThatThrownBy(() -> score(scorer, new Prompt(new int[0], -1), response))
                .isInstanceOf(PromptException.class)
                .hasMessageContainingAll("sample x", "empty");
        assertThatThrownBy(() -> score(scorer, prompt, List.of(new int[63])))
                .isInstanceOf(PromptTooLongException.class)
                .hasMessageContaining("sample x");
        assertThatThrownBy(() -> score(scorer, prompt, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sample x");
        assertThatThrownBy(() -> score(scorer, prompt, List.of(new int[0])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sample x");
        assertThatThrownBy(() -> scorer.encode(List.of(new float[5]), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[3, 14, 14]");
    }

    private static void score(Scorer scorer, Prompt prompt, List<int[]> responses) {
        scorer.logProbs(List.of(new ScoringSample("x", prompt, null, responses)), null);
    }

    private static List<List<float[]>> oneByOne(List<ScoringSample> samples, LoraAdapter with) {
        Scorer scorer = new Scorer(model, 1000);
        return samples.stream()
                .map(sample -> scorer.logProbs(List.of(sample), with).get(0))
                .toList();
    }

    private static void assertSame(List<List<float[]>> actual, List<List<float[]>> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).hasSameSizeAs(expected.get(i));
            for (int r = 0; r < expected.get(i).size(); r++) {
                assertThat(actual.get(i).get(r))
                        .as("sample %d response %d", i, r)
                        .containsExactly(expected.get(i).get(r), TOLERANCE);
            }
        }
    }
}
