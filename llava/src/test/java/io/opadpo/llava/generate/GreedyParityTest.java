package io.opadpo.llava.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.TinyLlava;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GreedyParityTest {

    @Test
    void greedyTokensAreThoseOfTransformers() {
        try (LlavaModel model = TinyLlava.loadAsGolden();
                var tokenizer = TinyTokenizer.load();
                Generator generator = new Generator(model, tokenizer, new GeneratorOptions(2, 256, 1000))) {
            List<GenerationRequest> requests = List.of(request(0), request(1));
            List<List<Answer>> answers = generator.generate(requests);
            for (int i = 0; i < 2; i++) {
                int[] golden = Fixtures.ints("golden.safetensors", "greedy_" + i);
                List<Integer> ids = answers.get(i).get(0).ids();
                assertThat(ids)
                        .containsExactlyElementsOf(Arrays.stream(golden).boxed().toList());
            }
        }
    }

    private static GenerationRequest request(int i) {
        Fixtures.Row row = Fixtures.row(i);
        return new GenerationRequest("row " + i, row.prompt(), row.pixels(), Sampling.greedy(40));
    }
}
