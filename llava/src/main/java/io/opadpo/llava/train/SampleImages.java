package io.opadpo.llava.train;

import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.Scorer;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.model.VisionFeatures;
import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.train.data.Prepared;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a model sees of samples: each one's image, or its masked image.
 *
 * <p>Where the tower learns, images go in as pixels. Where it is frozen, they go in as features, which are computed once and
 * kept.
 */
final class SampleImages {

    private final ImagePipeline pipeline;
    private final @Nullable ImageMask mask;
    private final @Nullable FeatureCache cache;
    private final LlavaModel model;
    private final @Nullable LoraAdapter adapter;
    private final Scorer scorer;

    /** Features that were made and not asked for yet. */
    private final Map<String, VisionFeatures> ready = new HashMap<>();

    /**
     * Images for one replica.
     *
     * @param mask how images are masked; null where none is
     * @param cache of features, shared by replicas; null where the tower learns
     * @param adapter whose tower sees, if any
     */
    SampleImages(
            ImagePipeline pipeline,
            @Nullable ImageMask mask,
            @Nullable FeatureCache cache,
            LlavaModel model,
            @Nullable LoraAdapter adapter) {
        this.pipeline = pipeline;
        this.mask = mask;
        this.cache = cache;
        this.model = model;
        this.adapter = adapter;
        this.scorer = new Scorer(model, Integer.MAX_VALUE);
    }

    /** Begins to decode the images whose features are not there yet. */
    void expect(List<? extends Prepared.Item<?>> items, List<Boolean> views) {
        pipeline.expect(items.stream()
                .filter(item -> views.stream().anyMatch(masked -> cache == null || !cache.has(key(item, masked))))
                .toList());
    }

    /** A sample's views. They decode its image at most once. */
    Views of(Prepared.Item<?> item) {
        return new Views(item);
    }

    /** Told which samples are computed together next: features that they will take are made in one go. */
    void prepare(List<? extends Prepared.Item<?>> items, List<Boolean> views) {
        if (cache != null) {
            encode(items, views);
        }
    }

    /** Makes features of samples in one go, where they are not kept, for passes that take features in any case. */
    void encode(List<? extends Prepared.Item<?>> items, List<Boolean> views) {
        Map<String, float[]> missing = new LinkedHashMap<>();
        for (Prepared.Item<?> item : items) {
            Views own = of(item);
            for (boolean masked : views) {
                String key = key(item, masked);
                if (item.image() != null && !missing.containsKey(key) && (cache == null || !cache.has(key))) {
                    missing.put(key, Objects.requireNonNull(own.pixels(masked)));
                }
            }
        }
        List<VisionFeatures> made = scorer.encode(List.copyOf(missing.values()), adapter);
        List<String> keys = List.copyOf(missing.keySet());
        for (int i = 0; i < keys.size(); i++) {
            ready.put(keys.get(i), made.get(i));
        }
        for (int i = 0; cache != null && i < keys.size(); i++) {
            cache.put(keys.get(i), made.get(i), model);
        }
    }

    /** Lets go of the features of passes, and of those that were made for them and not used. */
    void release(List<ScoringSample> passes) {
        passes.stream()
                .map(ScoringSample::image)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(VisionFeatures::close);
        ready.values().forEach(VisionFeatures::close);
        ready.clear();
    }

    private boolean changesPixels(boolean masked) {
        return masked && mask != null && mask.changesPixels();
    }

    private String key(Prepared.Item<?> item, boolean masked) {
        return (changesPixels(masked) ? "masked/" : "clean/") + item.id();
    }

    /** The image of a sample and its masked image; nothing of a sample without. */
    final class Views {

        private final Prepared.Item<?> item;
        private float @Nullable [] decoded;
        private @Nullable VisionFeatures clean;

        private Views(Prepared.Item<?> item) {
            this.item = item;
        }

        /** A pass that gives gradients to whatever learns; {@link #release} lets go of it. */
        ScoringSample pass(Prompt prompt, List<int[]> responses, boolean masked) {
            return pass(prompt, responses, masked, cache == null);
        }

        /** The same with features in any case, for scores without gradients. */
        ScoringSample frozenPass(Prompt prompt, List<int[]> responses, boolean masked) {
            return pass(prompt, responses, masked, false);
        }

        private ScoringSample pass(Prompt prompt, List<int[]> responses, boolean masked, boolean asPixels) {
            VisionFeatures features = asPixels ? null : features(masked);
            float[] pixels = asPixels ? pixels(masked) : null;
            int[] rows = masked && mask != null && item.image() != null
                    ? mask.rows(model.config().imageTokens(), item.id())
                    : null;
            return new ScoringSample(item.id(), prompt, features, pixels, responses).withImageRows(rows);
        }

        private float @Nullable [] pixels(boolean masked) {
            if (item.image() == null) {
                return null;
            }
            float[] whole = decoded;
            if (whole == null) {
                whole = pipeline.pixels(item);
                decoded = whole;
            }
            return masked && mask != null ? mask.apply(whole, item.id()) : whole;
        }

        /** The same features twice where the mask leaves pixels alone. */
        private @Nullable VisionFeatures features(boolean masked) {
            if (changesPixels(masked)) {
                return make(true);
            }
            VisionFeatures made = clean == null ? make(false) : clean;
            clean = made;
            return made;
        }

        private @Nullable VisionFeatures make(boolean masked) {
            VisionFeatures made = ready.remove(key(item, masked));
            if (made != null) {
                return made;
            }
            VisionFeatures cached = cache == null ? null : cache.get(key(item, masked), model);
            if (cached != null) {
                pipeline.forget(item);
                return cached;
            }
            if (item.image() == null) {
                return null;
            }
            encode(List.of(item), List.of(masked));
            return ready.remove(key(item, masked));
        }
    }
}
