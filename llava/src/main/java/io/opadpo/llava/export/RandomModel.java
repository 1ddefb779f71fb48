package io.opadpo.llava.export;

import io.opadpo.llava.config.LlavaConfigReader;
import io.opadpo.llava.weights.CheckpointWriter;
import io.opadpo.llava.weights.LlavaShapes;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.llava.weights.TensorInfo;
import io.opadpo.llava.weights.WeightNames;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Random weights for a configuration, to begin a pretraining with. Matrices are normal with a variance of one over what
 * enters a neuron, so that every layer keeps the size of its input however narrow the model is; embeddings have LLaMA's
 * standard deviation of 0.02, norms are ones, biases zeros.
 */
public final class RandomModel {

    private static final double EMBEDDING_STD = 0.02;
    private static final Pattern NORM = Pattern.compile(".*norm[12]?\\.weight");

    private RandomModel() {}

    /**
     * Writes {@code model.safetensors} in fp32 beside {@code config.json}.
     *
     * @param folder has the configuration and no weights
     * @return how many weights
     * @throws ExportException if there are weights already
     * @throws io.opadpo.llava.config.ConfigException if the configuration is missing or wrong
     */
    public static long write(Path folder, long seed) throws IOException {
        LlavaShapes shapes = LlavaShapes.of(LlavaConfigReader.read(folder, null));
        try (Stream<Path> files = Files.list(folder)) {
            if (files.anyMatch(file -> file.toString().endsWith(".safetensors"))) {
                throw new ExportException(folder + " has weights already");
            }
        }
        Map<String, String> canonical = new TreeMap<>();
        Stream.of(shapes.required(), shapes.optional())
                .flatMap(map -> map.keySet().stream())
                .forEach(name -> canonical.put(WeightNames.published(name), name));
        List<TensorInfo> tensors = canonical.entrySet().stream()
                .map(e -> new TensorInfo(e.getKey(), StoredType.F32, shapes.shape(e.getValue())))
                .toList();
        CheckpointWriter.write(
                folder,
                tensors,
                CheckpointWriter.DEFAULT_SHARD_BYTES,
                // A tensor's values depend on its name, not on the order of writing.
                (tensor, out) -> fill(tensor, new Random(seed ^ tensor.name().hashCode() * 0x9E3779B97F4A7C15L), out));
        return tensors.stream().mapToLong(RandomModel::count).sum();
    }

    private static void fill(TensorInfo tensor, Random random, WritableByteChannel channel) throws IOException {
        double std = std(tensor);
        double constant = NORM.matcher(tensor.name()).matches() ? 1 : 0;
        OutputStream out = Channels.newOutputStream(channel);
        ByteBuffer row = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (long left = count(tensor); left > 0; left--) {
            row.putFloat((float) (std == 0 ? constant : random.nextGaussian() * std));
            if (!row.hasRemaining() || left == 1) {
                out.write(row.array(), 0, row.position());
                row.clear();
            }
        }
    }

    /** 0 for norms and biases. */
    private static double std(TensorInfo tensor) {
        List<Long> shape = tensor.shape();
        if (tensor.name().contains("embed") && !tensor.name().endsWith("patch_embedding.weight")) {
            return EMBEDDING_STD;
        }
        if (shape.size() < 2) {
            return 0;
        }
        long inputs = shape.stream().skip(1).reduce(1L, (a, b) -> a * b);
        return 1 / Math.sqrt(inputs);
    }

    private static long count(TensorInfo tensor) {
        return tensor.shape().stream().reduce(1L, (a, b) -> a * b);
    }
}
