package io.opadpo.llava.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.Variants;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.lora.RandomAdapter;
import io.opadpo.llava.model.CachedDecoder.Prefill;
import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.torch.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several adapters and the base model in one batch: each row gets its own and no other. */
class MixedAdaptersTest {

    private static final Offset<Float> TOLERANCE = Offset.offset(1e-4f);

    private static LlavaModel model;
    private static LoraAdapter first;
    private static LoraAdapter second;

    @BeforeAll
    static void load(@TempDir Path folder) {
        model = TinyLlava.variant("grouped");
        first = TinyLlava.groupedAdapter(model);
        second = TinyLlava.adapter(model, RandomAdapter.write(folder.resolve("second"), model.config(), 3, 0.2f));
    }

    @AfterAll
    static void close() {
        model.release(first);
        model.release(second);
        first.close();
        second.close();
        model.close();
    }

    @Test
    void everyPromptGetsItsOwnAdapter() {
        List<Prefill> prompts = new ArrayList<>();
        for (LoraAdapter adapter : Arrays.asList(null, first, second, first, null, second)) {
            prompts.add(withImage(adapter));
            prompts.add(textOnly(adapter));
        }
        assertEachAsAlone(prompts);
    }

    /** The tower and the projector see image prompts only, where such an adapter has no rows at all. */
    @Test
    void anAdapterOfTextPromptsLeavesTheImagesOfOthersAlone() {
        assertEachAsAlone(List.of(withImage(null), textOnly(first)));
        assertEachAsAlone(List.of(withImage(second), textOnly(first), withImage(null)));
    }

    @Test
    void stepsKeepAdaptersApart() {
        List<LoraAdapter> adapters = Arrays.asList(first, null, second, first);
        List<float[]> together = step(adapters);
        for (int i = 0; i < adapters.size(); i++) {
            assertThat(together.get(i))
                    .containsExactly(
                            step(Collections.singletonList(adapters.get(i))).get(0), TOLERANCE);
        }
        assertThat(together.get(0)).containsExactly(together.get(3), TOLERANCE);
        assertThat(together.get(0)).isNotEqualTo(together.get(1));
        assertThat(together.get(0)).isNotEqualTo(together.get(2));
    }

    @Test
    void featuresBelongToTheirAdapter() {
        Scorer scorer = new Scorer(model, 1000);
        float[] pixels = Variants.pixels("grouped");
        try (Scope scope = model.torch().scope();
                VisionFeatures base = scorer.encode(List.of(pixels), null).get(0);
                VisionFeatures adapted = scorer.encode(List.of(pixels), second).get(0)) {
            assertThat(scope.toFloats(adapted.tensor())).isNotEqualTo(scope.toFloats(base.tensor()));
        }
    }

    private static Prefill withImage(LoraAdapter adapter) {
        return new Prefill(Variants.prompt("grouped"), Variants.pixels("grouped"), adapter);
    }

    private static Prefill textOnly(LoraAdapter adapter) {
        return new Prefill(new Prompt(new int[] {1, 7, 8, 9}, -1), null, adapter);
    }

    private static void assertEachAsAlone(List<Prefill> prompts) {
        List<float[]> together = prefill(prompts);
        for (int i = 0; i < prompts.size(); i++) {
            float[] alone = prefill(List.of(prompts.get(i))).get(0);
            assertThat(together.get(i)).as("prompt %d", i).containsExactly(alone, TOLERANCE);
        }
    }

    private static List<float[]> prefill(List<Prefill> prompts) {
        try (Scope scope = model.torch().scope();
                CachedDecoder decoder = new CachedDecoder(model, prompts.size(), 32)) {
            int[] slots = IntStream.range(0, prompts.size()).toArray();
            return rows(scope, decoder.prefill(scope, prompts, slots));
        }
    }

    /** Logits after a prompt and one more token. */
    private static List<float[]> step(List<LoraAdapter> adapters) {
        int n = adapters.size();
        try (Scope scope = model.torch().scope();
                CachedDecoder decoder = new CachedDecoder(model, n, 32)) {
            List<Prefill> prompts =
                    adapters.stream().map(MixedAdaptersTest::withImage).toList();
            decoder.prefill(scope, prompts, IntStream.range(0, n).toArray());
            int[] ids = new int[n];
            int[] positions = new int[n];
            Arrays.fill(ids, 11);
            Arrays.fill(
                    positions, Variants.prompt("grouped").length(model.config().imageTokens()));
            return rows(scope, decoder.step(scope, ids, positions, adapters));
        }
    }

    private static List<float[]> rows(Scope scope, IValue logits) {
        float[] flat = scope.toFloats(logits);
        int width = (int) scope.shape(logits)[1];
        return IntStream.range(0, flat.length / width)
                .mapToObj(i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width))
                .toList();
    }
}
