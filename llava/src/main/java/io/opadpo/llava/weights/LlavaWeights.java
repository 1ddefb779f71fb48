package io.opadpo.llava.weights;

import io.opadpo.llava.config.LlavaConfig;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A LLaVA checkpoint under canonical names ({@link WeightNames}), in whatever layout it was published.
 *
 * <p>The authors' own checkpoints leave out the vision tower; it then comes from CLIP's own folder.
 */
public final class LlavaWeights implements TensorStore {

    private static final int LISTED = 10;

    /** Where a tensor lies under the name its file gives it. */
    private record Source(TensorStore store, String key) {
        @Override
        public String toString() {
            return Keys.quote(key) + " of " + store.fileOf(key);
        }
    }

    private final Path folder;
    private final List<TensorStore> stores = new ArrayList<>();
    private final Map<String, Source> tensors = new LinkedHashMap<>();
    private final List<String> unknown = new ArrayList<>();

    private LlavaWeights(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens a model's folder, and CLIP's if the model has no vision tower of its own.
     *
     * @param clipFolder folder of the CLIP model the vision tower comes from; not opened if it is not needed
     * @throws WeightsException if a file is damaged, two keys mean the same tensor, or there is no vision tower in either
     */
    public static LlavaWeights open(Path folder, @Nullable Path clipFolder) {
        LlavaWeights weights = new LlavaWeights(folder);
        boolean complete = false;
        try {
            weights.add(CheckpointFolder.open(folder), "");
            if (!weights.hasVisionTower()) {
                weights.addVisionTower(clipFolder);
            }
            complete = true;
            return weights;
        } finally {
            if (!complete) {
                weights.close();
            }
        }
    }

    private void add(TensorStore store, String prefix) {
        stores.add(store);
        for (String key : store.names()) {
            Optional<String> canonical = WeightNames.canonical(key);
            if (canonical.isEmpty() && !WeightNames.isIgnored(key)) {
                unknown.add(key);
            }
            canonical.filter(name -> name.startsWith(prefix)).ifPresent(name -> put(name, new Source(store, key)));
        }
    }

    private void put(String name, Source source) {
        Source other = tensors.put(name, source);
        if (other != null) {
            throw new WeightsException(folder + ": " + other + " and " + source + " are both " + Keys.quote(name));
        }
    }

    private boolean hasVisionTower() {
        return names().stream().anyMatch(name -> name.startsWith(WeightNames.VISION));
    }

    private void addVisionTower(@Nullable Path clipFolder) {
        if (clipFolder != null) {
            add(CheckpointFolder.open(clipFolder), WeightNames.VISION);
        }
        if (!hasVisionTower()) {
            throw new WeightsException(folder + ": has no vision tower (vision_tower.embeddings.class_embedding,"
                    + " vision_tower.encoder.layers.0.self_attn.q_proj.weight, ...)"
                    + (clipFolder == null
                            ? "; checkpoints in the authors' layout leave it out: give the folder of the CLIP model"
                                    + " that mm_vision_tower in config.json names (openai/clip-vit-large-patch14-336)"
                            : ", and neither has " + clipFolder));
        }
    }

    /** Keys of the files that no known layout has; none of them is in this view. */
    public List<String> unknownKeys() {
        return Collections.unmodifiableList(unknown);
    }

    /**
     * Checks that the tensors are those of a model: all there, of the right shape and of floating point, none left over.
     * The tower's layers beyond the deepest used one, its last norm, and the output layer of tied embeddings may be
     * absent.
     *
     * @throws WeightsException listing up to ten of what does not fit, by file and key
     */
    public void check(LlavaConfig config) {
        LlavaShapes shapes = LlavaShapes.of(config);
        List<String> problems = new ArrayList<>();
        shapes.required().forEach((name, shape) -> {
            if (tensors.containsKey(name)) {
                checkTensor(name, shape, problems);
            } else {
                problems.add(name + " is missing");
            }
        });
        shapes.optional().forEach((name, shape) -> {
            if (tensors.containsKey(name)) {
                checkTensor(name, shape, problems);
            }
        });
        tensors.forEach((name, source) -> {
            if (!shapes.required().containsKey(name) && !shapes.optional().containsKey(name)) {
                problems.add(source + " is not part of the configured model");
            }
        });
        if (!problems.isEmpty()) {
            throw new WeightsException(describe(problems));
        }
    }

    private void checkTensor(String name, List<Long> shape, List<String> problems) {
        Source source = source(name);
        TensorInfo info = source.store().info(source.key());
        if (!info.shape().equals(shape)) {
            problems.add(source + " has shape " + info.shape() + ", not " + shape);
        } else if (!info.type().isFloating()) {
            problems.add(source + " is stored as " + info.type() + ", which is not floating point");
        }
    }

    private String describe(List<String> problems) {
        StringBuilder text = new StringBuilder(folder + ": the weights do not fit the configuration:");
        problems.stream().limit(LISTED).forEach(problem -> text.append("\n  ").append(problem));
        if (problems.size() > LISTED) {
            text.append("\n  and ").append(problems.size() - LISTED).append(" more");
        }
        if (!unknown.isEmpty()) {
            text.append("\n  keys of no known layout: ").append(unknown.size()).append(", among them");
            unknown.stream().limit(3).forEach(key -> text.append(' ').append(Keys.quote(key)));
        }
        return text.toString();
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    @Override
    public TensorInfo info(String name) {
        Source source = source(name);
        return source.store().info(source.key()).named(name);
    }

    @Override
    public ByteBuffer map(String name, long byteOffset, int length) {
        Source source = source(name);
        return source.store().map(source.key(), byteOffset, length);
    }

    @Override
    public Path fileOf(String name) {
        Source source = source(name);
        return source.store().fileOf(source.key());
    }

    @Override
    public void close() {
        stores.forEach(TensorStore::close);
    }

    private Source source(String name) {
        Source source = tensors.get(name);
        if (source == null) {
            throw new WeightsException(folder + ": " + Keys.missing(name, names()));
        }
        return source;
    }
}
