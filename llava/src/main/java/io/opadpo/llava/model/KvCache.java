package io.opadpo.llava.model;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.config.TextConfig;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Torch;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values of the sequences being generated: per layer two tensors {@code [slots, capacity, K, D]}.
 *
 * <p>A sequence owns a slot; the active ones are kept in slots {@code 0 … n-1}, so that a step reads a contiguous view.
 */
public final class KvCache implements AutoCloseable {

    private final Torch torch;
    private final int slots;
    private final int capacity;
    private final Scope scope;
    private final List<IValue> layers = new ArrayList<>();

    /**
     * Allocates a cache, zeroed: a masked position must not hold NaN.
     *
     * @param slots sequences at once
     * @param capacity positions of each
     */
    KvCache(Torch torch, TextConfig config, int slots, int capacity) {
        this.torch = torch;
        this.slots = slots;
        this.capacity = capacity;
        this.scope = torch.scope();
        boolean complete = false;
        try {
            allocate(config);
            complete = true;
        } finally {
            if (!complete) {
                scope.close();
            }
        }
    }

    private void allocate(TextConfig config) {
        int[] shape = {slots, capacity, config.kvHeads(), config.headDim()};
        for (int i = 0; i < config.layers(); i++) {
            IValue keys = scope.record("zeros", torch.like(), shape);
            IValue values = scope.record("zeros", torch.like(), shape);
            layers.add(scope.list(List.of(keys, values)));
        }
    }

    /** Bytes that a cache of this size takes on the device. */
    public static long bytes(TextConfig config, int elementBytes, long slots, long capacity) {
        return 2L * config.layers() * slots * capacity * config.kvHeads() * config.headDim() * elementBytes;
    }

    public int slots() {
        return slots;
    }

    public int capacity() {
        return capacity;
    }

    IValue layer(int i) {
        return layers.get(i);
    }

    /** Addresses of one position in each of the first slots. */
    int[] addresses(int[] positions) {
        int[] at = new int[positions.length];
        for (int slot = 0; slot < at.length; slot++) {
            at[slot] = slot * capacity + positions[slot];
        }
        return at;
    }

    /** Copies the first {@code length} positions of a slot over those of another. */
    void copy(int source, int target, int length) {
        for (IValue layer : layers) {
            torch.record("copy_slot", layer, source, target, length).close();
        }
    }

    /** Fills the cache with noise, so that a benchmark need not compute what it reads. */
    void fillWithNoise() {
        for (IValue layer : layers) {
            torch.record("fill_normal", layer).close();
        }
    }

    /** Zeroes a slot. */
    void clear(int slot) {
        for (IValue layer : layers) {
            torch.record("clear_slot", layer, slot).close();
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
