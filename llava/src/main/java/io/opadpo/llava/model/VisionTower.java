package io.opadpo.llava.model;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.VisionConfig;
import io.opadpo.llava.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * CLIP and the projector: pixels to rows the decoder takes in place of word embeddings.
 *
 * <p>After {@code CLIPVisionModel} and {@code LlavaMultiModalProjector} of transformers. Layers past the deepest one
 * whose hidden state is used are neither loaded nor run.
 */
final class VisionTower {

    private final LlavaConfig config;

    VisionTower(LlavaConfig config) {
        this.config = config;
    }

    /** Numbers of the hidden states that are used; 0 is what enters the first layer. */
    private List<Integer> states() {
        int count = config.vision().layers() + 1;
        return config.featureLayers().stream().map(i -> i < 0 ? count + i : i).toList();
    }

    /**
     * Features before the projector.
     *
     * @param pixels {@code [B, 3, S, S]}
     * @param rows rows of each adapter among {@code B·T}, see {@link ActiveAdapters}
     * @return {@code [B, T, Ev]}
     */
    IValue features(Scope scope, Parameters weights, IValue pixels, IValue rows) {
        VisionConfig vision = config.vision();
        double eps = vision.layerNormEps();
        String activation = vision.activation().name().toLowerCase(Locale.ROOT);
        List<IValue> states = new ArrayList<>();
        IValue x = scope.record("vision_embed", pixels, weights.visionEmbeddings, vision.patchSize(), eps);
        states.add(x);
        for (int i = 0; i < config.visionLayersUsed(); i++) {
            IValue layer = weights.visionLayers.get(i);
            x = scope.record("vision_layer", x, layer, rows, vision.heads(), eps, activation);
            states.add(x);
        }
        List<IValue> selected = states().stream().map(states::get).toList();
        return scope.record("vision_select", scope.list(selected), config.keepClassToken());
    }

    /**
     * Rows for the decoder.
     *
     * @param features {@code [B, T, Ev]}
     * @return {@code [B·T, E]}
     */
    IValue project(Scope scope, Parameters weights, IValue features, IValue rows) {
        String activation = config.projectorActivation().name().toLowerCase(Locale.ROOT);
        return scope.record("project", features, weights.projector, rows, activation);
    }
}
