package io.opadpo.llava.train;

import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.Scorer;
import io.opadpo.llava.model.VisionFeatures;
import io.opadpo.llava.train.data.Prepared;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a model sees of preference samples: each one's image, and the masked image of CoPO. */
final class PreferenceImages {

    private final ImagePipeline pipeline;
    private final ImageMask mask;
    private final @Nullable FeatureCache cache;
    private final LlavaModel model;
    private final Scorer scorer;
    private final @Nullable LoraAdapter adapter;

    /**
     * Images for one replica.
     *
     * @param cache of features, shared by replicas; null where tower or projector train, so that features change
     * @param adapter whose tower and projector see, if any
     */
    PreferenceImages(
            ImagePipeline pipeline,
            ImageMask mask,
            @Nullable FeatureCache cache,
            LlavaModel model,
            Scorer scorer,
            @Nullable LoraAdapter adapter) {
        this.pipeline = pipeline;
        this.mask = mask;
        this.cache = cache;
        this.model = model;
        this.scorer = scorer;
        this.adapter = adapter;
    }

    /** Begins to decode the images whose features are not there yet. */
    void expect(List<? extends Prepared.Item<?>> items, List<Boolean> asked) {
        pipeline.expect(items.stream()
                .filter(item -> asked.stream().anyMatch(masked -> cache == null || !cache.has(key(item, masked))))
                .toList());
    }

    /** A sample's images. It decodes at most once. */
    Views of(Prepared.Item<?> item) {
        return new Views(item);
    }

    private String key(Prepared.Item<?> item, boolean masked) {
        return (masked && mask.changesPixels() ? "masked/" : "clean/") + item.id();
    }

    /** The image of a sample and its masked image; nothing of a sample without. */
    final class Views {

        private final Prepared.Item<?> item;
        private float @Nullable [] decoded;
        private @Nullable VisionFeatures whole;

        private Views(Prepared.Item<?> item) {
            this.item = item;
        }

        /** {@code [3, S, S]}. */
        float @Nullable [] pixels(boolean masked) {
            if (item.image() == null) {
                return null;
            }
            float[] clean = decoded;
            if (clean == null) {
                clean = pipeline.pixels(item);
                decoded = clean;
            }
            return masked ? mask.apply(clean, item.id()) : clean;
        }

        /** Image positions that can be attended to, null for all. */
        int @Nullable [] rows(boolean masked, int imageTokens) {
            return masked && item.image() != null ? mask.rows(imageTokens, item.id()) : null;
        }

        /** Features, to be closed by the caller; the same ones twice where the mask leaves pixels alone. */
        @Nullable
        VisionFeatures features(boolean masked) {
            if (masked && mask.changesPixels()) {
                return make(true);
            }
            VisionFeatures made = whole == null ? make(false) : whole;
            whole = made;
            return made;
        }

        private @Nullable VisionFeatures make(boolean masked) {
            VisionFeatures cached = cache == null ? null : cache.get(key(item, masked), model);
            if (cached != null) {
                return cached;
            }
            float[] pixels = pixels(masked);
            if (pixels == null) {
                return null;
            }
            // One at a time: among others, an image's features would differ by rounding.
            VisionFeatures features = scorer.encode(List.of(pixels), adapter).get(0);
            if (cache != null) {
                cache.put(key(item, masked), features, model);
            }
            return features;
        }
    }
}
