package io.opadpo.llava.config;

import java.util.List;

/** The published shapes of LLaVA-1.5, as {@code llava-hf/llava-1.5-7b-hf} and {@code -13b-hf} state them. */
public final class LlavaConfigs {

    private static final int IMAGE_TOKEN = 32000;
    private static final int PAD_TOKEN = 32001;

    private LlavaConfigs() {}

    /** LLaVA-1.5 7B. */
    public static LlavaConfig of7b() {
        return of(4096, 11008, 32, 32);
    }

    /** LLaVA-1.5 13B. */
    public static LlavaConfig of13b() {
        return of(5120, 13824, 40, 40);
    }

    private static LlavaConfig of(int hidden, int intermediate, int layers, int heads) {
        TextConfig text = new TextConfig(
                hidden, intermediate, layers, heads, heads, 128, 32064, 4096, 1e-5, 10000, false, 1, 2, PAD_TOKEN);
        return new LlavaConfig(
                VisionConfigReader.CLIP_LARGE_336, text, List.of(-2), false, Activation.GELU, true, IMAGE_TOKEN);
    }
}
