package io.opadpo.llava.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.Scorer;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.model.VisionFeatures;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Token by token over the cache gives each token the probability that one forward pass over the whole gives it. */
class CachedDecodingTest {

    private static final Offset<Float> TOLERANCE = Offset.offset(1e-4f);

    @Test
    void cachedDecodingEqualsTheWholeForwardPass() {
        try (SmallModel small = new SmallModel();
                Generator generator = small.generator(4)) {
            List<GenerationRequest> requests = new ArrayList<>();
            for (LoraAdapter adapter : new LoraAdapter[] {null, small.adapter}) {
                Sampling random = Sampling.random(1, 0, 1, 40, 3).withMinTokens(30);
                requests.add(
                        SmallModel.image("image", random).withAdapter(adapter).withSamples(3));
                requests.add(SmallModel.image("greedy", Sampling.greedy(25)).withAdapter(adapter));
                requests.add(SmallModel.text("text", random, 1, 9, 8, 7).withAdapter(adapter));
            }
            assertScoredAlike(small.model, requests, generator.generate(requests));
        }
    }

    @Test
    void cachedDecodingOfTheFixturesModelToo() {
        try (LlavaModel model = TinyLlava.load();
                LoraAdapter adapter = TinyLlava.adapter(model);
                var tokenizer = TinyTokenizer.load()) {
            List<GenerationRequest> requests = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Fixtures.Row row = Fixtures.row(i);
                Sampling sampling = Sampling.random(1, 30, 0.95, 40, 8);
                requests.add(new GenerationRequest("row " + i, row.prompt(), row.pixels(), sampling));
                requests.add(requests.get(2 * i).withAdapter(adapter));
            }
            try (Generator generator = new Generator(model, tokenizer, new GeneratorOptions(4, 256, 1000))) {
                assertScoredAlike(model, requests, generator.generate(requests));
            }
            model.release(adapter);
        }
    }

    private static void assertScoredAlike(
            LlavaModel model, List<GenerationRequest> requests, List<List<Answer>> answers) {
        for (int i = 0; i < requests.size(); i++) {
            GenerationRequest request = requests.get(i);
            List<int[]> responses =
                    answers.get(i).stream().map(CachedDecodingTest::ids).toList();
            List<float[]> scores = score(model, request, responses);
            for (int sample = 0; sample < scores.size(); sample++) {
                List<Float> logProbs = answers.get(i).get(sample).logProbs();
                assertThat(logProbs).hasSizeGreaterThan(10);
                for (int t = 0; t < logProbs.size(); t++) {
                    assertThat(logProbs.get(t))
                            .as("%s, sample %d, token %d", request.id(), sample, t)
                            .isCloseTo(scores.get(sample)[t], TOLERANCE);
                }
            }
        }
    }

    private static int[] ids(Answer answer) {
        return answer.ids().stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<float[]> score(LlavaModel model, GenerationRequest request, List<int[]> responses) {
        Scorer scorer = new Scorer(model, 1000);
        if (request.pixels() == null) {
            ScoringSample sample = new ScoringSample(request.id(), request.prompt(), null, responses);
            return scorer.logProbs(List.of(sample), request.adapter()).get(0);
        }
        try (VisionFeatures image =
                scorer.encode(List.of(request.pixels()), request.adapter()).get(0)) {
            ScoringSample sample = new ScoringSample(request.id(), request.prompt(), image, responses);
            return scorer.logProbs(List.of(sample), request.adapter()).get(0);
        }
    }
}
