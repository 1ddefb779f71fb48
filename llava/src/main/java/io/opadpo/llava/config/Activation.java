package io.opadpo.llava.config;

/** Activation functions that occur in CLIP, the projector and LLaMA. */
public enum Activation {
    /** {@code x * sigmoid(1.702 x)}, as OpenAI trained CLIP. */
    QUICK_GELU,
    /** The exact GELU, through erf. */
    GELU,
    /** {@code x * sigmoid(x)}. */
    SILU
}
