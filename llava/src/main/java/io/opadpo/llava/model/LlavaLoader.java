package io.opadpo.llava.model;

import ai.djl.pytorch.engine.PtNDArray;
import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.LlavaConfigReader;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Tensors;
import io.opadpo.llava.torch.Torch;
import io.opadpo.llava.weights.LlavaShapes;
import io.opadpo.llava.weights.LlavaWeights;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Brings a model onto a device. */
public final class LlavaLoader {

    /** Standard deviation of random weights, as LLaMA is initialised. */
    private static final double RANDOM_STD = 0.02;

    private LlavaLoader() {}

    /**
     * Loads a model folder, in Hugging Face's or the authors' layout.
     *
     * @param torch where to, and in what precision; closed with the model, or here if loading fails
     * @param clipFolder CLIP's folder for checkpoints without a vision tower, else {@code null}
     * @param progress told how many tensors of how many are loaded
     * @throws io.opadpo.llava.LlavaException naming the file and key that is missing, misshapen or damaged
     */
    public static LlavaModel load(
            Torch torch, Path folder, @Nullable Path clipFolder, BiConsumer<Integer, Integer> progress) {
        return load(torch, folder, clipFolder, progress, Precision.FP32);
    }

    static LlavaModel load(
            Torch torch,
            Path folder,
            @Nullable Path clipFolder,
            BiConsumer<Integer, Integer> progress,
            Precision rotaryFrequencies) {
        Map<String, PtNDArray> tensors = new HashMap<>();
        boolean complete = false;
        try {
            LlavaConfig config = LlavaConfigReader.read(folder, clipFolder);
            try (LlavaWeights weights = LlavaWeights.open(folder, clipFolder)) {
                weights.check(config);
                List<String> names =
                        List.copyOf(LlavaShapes.of(config).required().keySet());
                for (String name : names) {
                    tensors.put(name, torch.retain(Tensors.read(torch, weights, name, torch.precision())));
                    progress.accept(tensors.size(), names.size());
                }
            }
            LlavaModel model = new LlavaModel(torch, config, tensors, rotaryFrequencies);
            complete = true;
            return model;
        } finally {
            if (!complete) {
                tensors.values().forEach(PtNDArray::close);
                torch.close();
            }
        }
    }

    /** A model of the given shape with random weights made on the device, for benchmarks. */
    public static LlavaModel random(Torch torch, LlavaConfig config) {
        Map<String, PtNDArray> tensors = new HashMap<>();
        LlavaShapes.of(config).required().forEach((name, shape) -> {
            int[] dims = shape.stream().mapToInt(Math::toIntExact).toArray();
            tensors.put(name, torch.retain(torch.record("normal", torch.like(), dims, RANDOM_STD)));
        });
        return new LlavaModel(torch, config, tensors, Precision.FP32);
    }
}
