package io.opadpo.llava.model;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.VisionConfig;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Torch;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * CLIP and the projector: pixels to rows the decoder takes in place of word embeddings.
 *
 * <p>After {@code CLIPVisionModel} and {@code LlavaMultiModalProjector} of transformers. Layers past the deepest one
 * whose hidden state is used are neither loaded nor run.
 */
final class VisionTower {

    private final Torch torch;
    private final LlavaConfig config;

    VisionTower(Torch torch, LlavaConfig config) {
        this.torch = torch;
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
        Map<Integer, IValue> kept = new HashMap<>();
        IValue x = torch.record("vision_embed", pixels, weights.visionEmbeddings, vision.patchSize(), eps);
        for (int state = 0; state < config.visionLayersUsed(); state++) {
            boolean keep = keep(scope, kept, state, x);
            IValue input = x;
            try {
                IValue layer = weights.visionLayers.get(state);
                x = torch.record("vision_layer", input, layer, rows, vision.heads(), eps, activation);
            } finally {
                if (!keep) {
                    input.close();
                }
            }
        }
        keep(scope, kept, config.visionLayersUsed(), x);
        List<IValue> selected = states().stream().map(kept::get).toList();
        return scope.record("vision_select", scope.list(selected), config.keepClassToken());
    }

    /** Keeps a hidden state if it is one of those that are used; says whether it is. */
    private boolean keep(Scope scope, Map<Integer, IValue> kept, int state, IValue x) {
        boolean used = states().contains(state);
        if (used) {
            kept.put(state, scope.own(x));
        }
        return used;
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
