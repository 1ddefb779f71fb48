package io.opadpo.llava.config;

import java.util.List;

/**
 * Everything about a LLaVA model that is not a weight.
 *
 * @param vision the CLIP tower
 * @param text the LLaMA decoder
 * @param featureLayers hidden states of the tower that feed the projector, as Hugging Face counts them: 0 is the
 *     embedding, negative ones count from the last layer (−2 for LLaVA-1.5); several are concatenated
 * @param keepClassToken whether the class token's feature is kept ({@code vision_feature_select_strategy: full})
 * @param projectorActivation activation between the projector's two layers
 * @param projectorBias whether the projector's layers have a bias
 * @param imageTokenId id that Hugging Face checkpoints write for an image position (32000 for LLaVA-1.5)
 */
public record LlavaConfig(
        VisionConfig vision,
        TextConfig text,
        List<Integer> featureLayers,
        boolean keepClassToken,
        Activation projectorActivation,
        boolean projectorBias,
        int imageTokenId) {

    public LlavaConfig {
        featureLayers = List.copyOf(featureLayers);
    }

    /** Positions one image takes in the decoder's sequence (576 for LLaVA-1.5). */
    public int imageTokens() {
        return vision.patches() + (keepClassToken ? 1 : 0);
    }

    /** Encoder layers of the tower that the deepest feature needs; those after them need not run. */
    public int visionLayersUsed() {
        return featureLayers.stream()
                .mapToInt(layer -> layer >= 0 ? layer : vision.layers() + 1 + layer)
                .max()
                .orElseThrow();
    }

    /** Width of the vision feature that enters the projector. */
    public int visionFeatureSize() {
        return vision.hiddenSize() * featureLayers.size();
    }

    /** The same model with another number of rows in embedding and output layer. */
    public LlavaConfig withVocabSize(int size) {
        return new LlavaConfig(
                vision,
                text.withVocabSize(size),
                featureLayers,
                keepClassToken,
                projectorActivation,
                projectorBias,
                imageTokenId);
    }
}
