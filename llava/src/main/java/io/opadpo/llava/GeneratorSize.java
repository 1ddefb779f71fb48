package io.opadpo.llava;

import ai.djl.Device;
import io.opadpo.llava.config.TextConfig;
import io.opadpo.llava.generate.GeneratorOptions;
import io.opadpo.llava.model.KvCache;
import io.opadpo.llava.torch.DeviceMemory;
import io.opadpo.llava.torch.Torch;

/** The size of a generator whose cache fits into memory. */
final class GeneratorSize {

    /** An image, a long question and a long answer together. */
    private static final int LONGEST = 2048;

    private static final int MAX_SLOTS_CPU = 4;

    /** Of models whose steps are calls more than computation, up to this width: 16 at once take half of the time of 4. */
    private static final int MAX_SLOTS_SMALL = 16;

    private static final int SMALL = 512;
    private static final int MAX_SLOTS_GPU = 64;

    /** On hosts, and on GPUs that do not tell what is free. */
    private static final long DEFAULT_CACHE_BYTES = 2L << 30;

    private GeneratorSize() {}

    /** As many sequences as half of the free memory holds; the other half is for activations and adapters. */
    static GeneratorOptions fitting(Torch torch, TextConfig config) {
        boolean gpu = torch.device().isGpu();
        int capacity = Math.max(2, Math.min(config.maxPositions(), LONGEST));
        long slotBytes = KvCache.bytes(config, torch.precision().bytes(), 1, capacity);
        long cacheBytes = gpu ? freeBytes(torch.device()) / 2 : DEFAULT_CACHE_BYTES;
        int most = gpu ? MAX_SLOTS_GPU : config.hiddenSize() <= SMALL ? MAX_SLOTS_SMALL : MAX_SLOTS_CPU;
        long slots = Math.max(1, Math.min(cacheBytes / slotBytes, most));
        return new GeneratorOptions((int) slots, capacity, 2 * capacity);
    }

    private static long freeBytes(Device gpu) {
        return new DeviceMemory(gpu).free().orElse(2 * DEFAULT_CACHE_BYTES);
    }
}
