package io.opadpo.llava.config;

/**
 * The CLIP vision tower, as {@code vision_config} of a Hugging Face {@code config.json} describes it.
 *
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width of the MLP
 * @param layers number of encoder layers
 * @param heads attention heads; they divide {@code hiddenSize}
 * @param imageSize side of the square input, in pixels
 * @param patchSize side of one patch, in pixels
 * @param layerNormEps epsilon of every layer norm
 * @param activation MLP activation
 */
public record VisionConfig(
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int imageSize,
        int patchSize,
        double layerNormEps,
        Activation activation) {

    /** Patches of one image, the class token not counted. */
    public int patches() {
        int side = imageSize / patchSize;
        return side * side;
    }
}
