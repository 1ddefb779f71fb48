package io.opadpo.llava.generate;

import io.opadpo.llava.Variants;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.tokenizer.Tokenizer;
import java.util.List;

/**
 * The variant {@code grouped} with its adapter, and a tokenizer whose first 64 ids are special tokens and single ASCII
 * characters: 64 positions, four of them an image's.
 */
final class SmallModel implements AutoCloseable {

    static final int IMAGE_TOKENS = 4;
    static final int POSITIONS = 64;

    final LlavaModel model = TinyLlava.variant("grouped");
    final LoraAdapter adapter = TinyLlava.groupedAdapter(model);
    final Tokenizer tokenizer = TinyTokenizer.load();

    Generator generator(int slots) {
        return generator(slots, 1000);
    }

    Generator generator(int slots, int prefillRows) {
        return new Generator(model, tokenizer, new GeneratorOptions(slots, POSITIONS, prefillRows));
    }

    /** What one request answers on a generator of its own. */
    List<Answer> alone(GenerationRequest request) {
        try (Generator generator = generator(1)) {
            return generator.generate(List.of(request)).get(0);
        }
    }

    static Prompt textPrompt(int... ids) {
        return new Prompt(ids, -1);
    }

    static GenerationRequest text(String id, Sampling sampling, int... ids) {
        return new GenerationRequest(id, textPrompt(ids), null, sampling);
    }

    static GenerationRequest image(String id, Sampling sampling) {
        return new GenerationRequest(id, Variants.prompt("grouped"), Variants.pixels("grouped"), sampling);
    }

    @Override
    public void close() {
        model.release(adapter);
        adapter.close();
        tokenizer.close();
        model.close();
    }
}
