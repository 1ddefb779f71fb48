package io.opadpo.llava.model;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Torch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A LLaVA model on a device: weights, vision tower and decoder.
 *
 * <p>Any thread may use a model, through a {@link Scorer} or a {@link CachedDecoder}: forward passes take turns, those that
 * wait longest first, so scoring and a running generation slow each other down but never meet. A {@link PolicyGraph} takes no
 * turn: a model in training has no other users. Native memory is freed by {@link #close()}, not by the garbage collector.
 */
public final class LlavaModel implements AutoCloseable {

    /** Sets of adapters whose dictionaries are kept; rebuilding one costs about a millisecond. */
    private static final int KEPT_SETS = 16;

    private final Torch torch;
    private final LlavaConfig config;
    private final Map<String, PtNDArray> tensors;
    private final VisionTower vision;
    private final Decoder decoder;
    private final LinkedHashMap<List<LoraAdapter>, Parameters> parameters = new LinkedHashMap<>(16, 0.75f, true);

    /** Fair, because a generator asks for it again as soon as it has let go. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private boolean closed;

    /**
     * A model over loaded weights.
     *
     * @param torch the device; closed with the model
     * @param tensors weights by canonical name, in the device's precision; closed with the model
     * @param rotaryFrequencies see {@link Decoder}
     */
    LlavaModel(Torch torch, LlavaConfig config, Map<String, PtNDArray> tensors, Precision rotaryFrequencies) {
        this.torch = torch;
        this.config = config;
        this.tensors = tensors;
        this.vision = new VisionTower(torch, config);
        this.decoder = new Decoder(torch, config.text(), rotaryFrequencies);
    }

    public LlavaConfig config() {
        return config;
    }

    public Torch torch() {
        return torch;
    }

    /**
     * A weight, by its canonical name; the model's.
     *
     * @throws IllegalArgumentException if the model has none of that name
     */
    public PtNDArray weight(String name) {
        PtNDArray weight = tensors.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("the model has no weight " + name);
        }
        return weight;
    }

    Decoder decoder() {
        return decoder;
    }

    VisionTower vision() {
        return vision;
    }

    /**
     * Runs a forward pass while no other runs, without recording gradients, though an adapter in training asks for them.
     *
     * @throws IllegalStateException if the model is closed
     */
    <T> T exclusively(Supplier<T> pass) {
        turn.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            return Torch.withoutGradients(pass);
        } finally {
            turn.unlock();
        }
    }

    /** Weights with the given adapters beside them, numbered in order; theirs who have the turn. */
    Parameters parameters(List<LoraAdapter> adapters) {
        Parameters known = parameters.get(adapters);
        if (known != null) {
            return known;
        }
        if (parameters.size() >= KEPT_SETS) {
            Iterator<Parameters> oldest = parameters.values().iterator();
            oldest.next().close();
            oldest.remove();
        }
        Map<String, PtNDArray> all = new HashMap<>(tensors);
        for (int i = 0; i < adapters.size(); i++) {
            all.putAll(adapters.get(i).tensors(i));
        }
        Parameters made = new Parameters(config, all);
        parameters.put(List.copyOf(adapters), made);
        return made;
    }

    /** Forgets the dictionaries that mention an adapter, so that it may be closed. */
    public void release(LoraAdapter adapter) {
        turn.lock();
        try {
            parameters.entrySet().removeIf(entry -> {
                boolean mentions = entry.getKey().contains(adapter);
                if (mentions) {
                    entry.getValue().close();
                }
                return mentions;
            });
        } finally {
            turn.unlock();
        }
    }

    /** Image rows for the decoder, {@code [images·T, E]}: what {@link #see} and {@link #project} make of pixels. */
    IValue encode(Scope scope, Parameters weights, List<float[]> pixels, int[] numbers, int adapters) {
        return project(scope, weights, see(scope, weights, pixels, numbers, adapters), numbers, adapters);
    }

    /**
     * What the vision tower makes of images.
     *
     * @param pixels {@code [3, S, S]} of each image
     * @param numbers adapter number of each image, −1 for none
     * @param adapters how many adapters {@code weights} carries
     * @return {@code [images, T, Ev]}
     */
    IValue see(Scope scope, Parameters weights, List<float[]> pixels, int[] numbers, int adapters) {
        int side = config.vision().imageSize();
        int count = pixels.size();
        float[] flat = new float[count * 3 * side * side];
        for (int i = 0; i < count; i++) {
            float[] image = pixels.get(i);
            if (image.length * (long) count != flat.length) {
                throw new IllegalArgumentException("image " + i + " is not [3, " + side + ", " + side + "]");
            }
            System.arraycopy(image, 0, flat, i * image.length, image.length);
        }
        try (Scope inner = torch.scope()) {
            IValue fp32 = inner.floats(flat, count, 3, side, side);
            IValue batch = inner.record("cast", fp32, torch.precision().torchCode());
            int patches = config.vision().patches();
            return vision.features(scope, weights, batch, rows(inner, numbers, patches + 1, adapters));
        }
    }

    /**
     * Image rows for the decoder, of features that {@link #see} gave.
     *
     * @param features {@code [images, T, Ev]}
     * @param numbers adapter number of each image, −1 for none
     * @return {@code [images·T, E]}
     */
    IValue project(Scope scope, Parameters weights, IValue features, int[] numbers, int adapters) {
        try (Scope inner = torch.scope()) {
            return vision.project(scope, weights, features, rows(inner, numbers, config.imageTokens(), adapters));
        }
    }

    /** The same of features that were kept, all seen with the last adapter if there is one; null of none. */
    @Nullable
    IValue project(Scope scope, Parameters weights, List<VisionFeatures> images, int adapters) {
        if (images.isEmpty()) {
            return null;
        }
        int[] numbers = new int[images.size()];
        Arrays.fill(numbers, adapters - 1);
        IValue features = scope.record(
                "join", scope.list(images.stream().map(VisionFeatures::tensor).toList()));
        return project(scope, weights, features, numbers, adapters);
    }

    private static IValue rows(Scope scope, int[] numbers, int rowsPerImage, int adapters) {
        int[] unitRows =
                IntStream.range(0, numbers.length).map(i -> rowsPerImage).toArray();
        return ActiveAdapters.rows(scope, numbers, unitRows, adapters, numbers.length * rowsPerImage);
    }

    /** Frees the model once a running pass has ended; later ones are refused. */
    @Override
    public void close() {
        turn.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            parameters.values().forEach(Parameters::close);
            parameters.clear();
            decoder.close();
            tensors.values().forEach(PtNDArray::close);
            torch.close();
        } finally {
            turn.unlock();
        }
    }
}
