package io.opadpo.llava.model;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.torch.Scope;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Generation's view of a model: prompts go into slots of a key/value cache, then all active slots advance by one token a
 * step. Which sequence sits where is the caller's business, except that active slots are {@code 0 … n-1}.
 *
 * <p>One thread uses it at a time.
 */
public final class CachedDecoder implements AutoCloseable {

    /** Fused kernels are planned per shape, so shapes are rounded up and few plans serve a whole generation. */
    private static final int SPAN_STEP = 64;

    private static final int BATCH_STEP = 8;

    private final LlavaModel model;
    private final KvCache cache;

    /**
     * Allocates a cache.
     *
     * @param slots sequences at once
     * @param capacity positions of each, image positions included
     */
    public CachedDecoder(LlavaModel model, int slots, int capacity) {
        this.model = model;
        this.cache = new KvCache(model.torch(), model.config().text(), slots, capacity);
    }

    /** Sequences at once. */
    public int slots() {
        return cache.slots();
    }

    /** Positions of each slot. */
    public int capacity() {
        return cache.capacity();
    }

    /**
     * A prompt on its way into a slot.
     *
     * @param prompt token ids
     * @param pixels {@code [3, S, S]} of its image, or {@code null} without one
     * @param adapter the adapter it runs with, or {@code null} for the base model
     */
    @SuppressWarnings("ArrayRecordComponent") // passed along, never compared
    public record Prefill(
            Prompt prompt,
            float @Nullable [] pixels,
            @Nullable LoraAdapter adapter) {}

    /**
     * Computes prompts and stores their keys and values.
     *
     * @param slots slot of each prompt
     * @return fp32 logits of what follows each prompt, {@code [B, V]}, owned by the scope
     */
    public IValue prefill(Scope scope, List<Prefill> prompts, int[] slots) {
        ActiveAdapters adapters =
                ActiveAdapters.of(prompts.stream().map(Prefill::adapter).toList());
        Parameters weights = model.parameters(adapters.distinct());
        PackedBatch batch = new PackedBatch(model.config().imageTokens());
        prompts.forEach(p -> batch.addPrompt(p.prompt()));
        try (Scope inner = model.torch().scope()) {
            List<Prefill> withImage =
                    prompts.stream().filter(p -> p.prompt().hasImage()).toList();
            IValue features = withImage.isEmpty() ? null : images(inner, withImage, adapters, weights);
            IValue rows = adapters.rows(inner, batch.lengths());
            IValue hidden =
                    model.decoder().forward(inner, weights, batch, features, rows, CacheTarget.of(cache, batch, slots));
            int[] last = new int[prompts.size()];
            Arrays.setAll(last, batch::lastRow);
            return model.decoder().logits(scope, weights, hidden, last);
        }
    }

    private IValue images(Scope scope, List<Prefill> prompts, ActiveAdapters adapters, Parameters weights) {
        List<float[]> pixels = prompts.stream().map(Prefill::pixels).toList();
        int[] numbers =
                prompts.stream().mapToInt(p -> adapters.number(p.adapter())).toArray();
        return model.encode(scope, weights, pixels, numbers, adapters.distinct().size());
    }

    /**
     * Advances slots {@code 0 … n-1} by one token.
     *
     * @param ids the token each slot takes in, int64 {@code [n]}
     * @param positions its position, which is also how many positions the slot holds already
     * @param adapters the adapter of each slot, {@code null} for the base model
     * @return fp32 logits of what follows, {@code [n, V]}, owned by the scope
     */
    public IValue step(Scope scope, int[] ids, int[] positions, List<@Nullable LoraAdapter> adapters) {
        int n = ids.length;
        boolean fused = model.torch().fusedAttention();
        int batch = fused ? Math.min(roundUp(n, BATCH_STEP), cache.slots()) : n;
        int longest = Arrays.stream(positions).max().orElseThrow() + 1;
        int span = fused ? Math.min(roundUp(longest, SPAN_STEP), cache.capacity()) : longest;
        ActiveAdapters active = ActiveAdapters.of(adapters);
        Parameters weights = model.parameters(active.distinct());
        try (Scope inner = model.torch().scope()) {
            // Slots past n are idle: what a rounded-up batch writes there is overwritten by the next prompt.
            IValue next = inner.longs(Arrays.copyOf(ids, batch));
            IValue rows = active.rows(inner, ones(n), batch);
            IValue hidden =
                    model.decoder().step(inner, weights, next, Arrays.copyOf(positions, batch), span, rows, cache);
            int[] live = batch == n ? new int[0] : range(n);
            return model.decoder().logits(scope, weights, hidden, live);
        }
    }

    /** Copies the first positions of a slot over those of another. */
    public void copy(int source, int target, int length) {
        cache.copy(source, target, length);
    }

    /** Forgets what a slot holds: needed where it is not finite, as a masked NaN still spreads. */
    public void clear(int slot) {
        cache.clear(slot);
    }

    private static int roundUp(int n, int step) {
        return (n + step - 1) / step * step;
    }

    private static int[] ones(int n) {
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static int[] range(int n) {
        int[] range = new int[n];
        Arrays.setAll(range, i -> i);
        return range;
    }

    @Override
    public void close() {
        cache.close();
    }
}
