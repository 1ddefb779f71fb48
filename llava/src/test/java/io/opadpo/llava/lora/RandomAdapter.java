package io.opadpo.llava.lora;

import io.opadpo.llava.config.LlavaConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/** Adapters with seeded random matrices. */
public final class RandomAdapter {

    private RandomAdapter() {}

    /** Writes one on all linear layers. */
    public static Path write(Path folder, LlavaConfig model, long seed, float size) {
        return write(folder, model, new LoraConfig(2, 4, new LoraTargets.AllLinear()), seed, size, module -> true);
    }

    /** Writes one on chosen layers. */
    public static Path write(
            Path folder, LlavaConfig model, LoraConfig config, long seed, float size, Predicate<String> modules) {
        LinearLayers layers = new LinearLayers(model);
        List<String> chosen = layers.names().stream().filter(modules).toList();
        try {
            LoraWriter.write(folder, config, layers, matrices(config, layers, chosen, seed, size));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    static Map<String, LoraWriter.Matrices> matrices(
            LoraConfig config, LinearLayers layers, List<String> modules, long seed, float size) {
        Random random = new Random(seed);
        Map<String, LoraWriter.Matrices> matrices = new HashMap<>();
        for (String module : modules) {
            int rank = config.rank(module);
            LinearLayers.Size shape = layers.size(module);
            float[] a = floats(random, rank * (int) shape.in(), size);
            float[] b = floats(random, rank * (int) shape.out(), size);
            matrices.put(module, new LoraWriter.Matrices(a, b));
        }
        return matrices;
    }

    private static float[] floats(Random random, int count, float size) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * size;
        }
        return values;
    }
}
