package io.opadpo.llava.lora;

import io.opadpo.llava.weights.SafetensorsWriter;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.llava.weights.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Writes adapters as PEFT folders. */
public final class LoraWriter {

    private LoraWriter() {}

    /**
     * A module's matrices.
     *
     * @param a {@code [rank, in]}, row by row
     * @param b {@code [out, rank]}, row by row, not scaled
     */
    @SuppressWarnings("ArrayRecordComponent") // passed along, never compared
    public record Matrices(float[] a, float[] b) {}

    /**
     * Writes {@code adapter_model.safetensors} in fp32, then {@code adapter_config.json}. What the targets mean but
     * {@code modules} lacks is excluded there, or PEFT would miss it; unused layers of the tower are such modules.
     *
     * @param folder created if it is not there
     * @param layers the model's layers
     * @param modules matrices by canonical module name
     */
    public static void write(Path folder, LoraConfig config, LinearLayers layers, Map<String, Matrices> modules)
            throws IOException {
        List<TensorInfo> tensors = new ArrayList<>();
        Map<String, float[]> values = new HashMap<>();
        new TreeMap<>(modules).forEach((module, matrices) -> {
            LinearLayers.Size size = layers.size(module);
            if (size == null) {
                throw new IllegalArgumentException("the model has no linear layer " + module);
            }
            long rank = config.rank(module);
            String peft = "base_model.model.model." + module;
            add(tensors, values, peft + ".lora_A.weight", matrices.a, List.of(rank, size.in()));
            add(tensors, values, peft + ".lora_B.weight", matrices.b, List.of(size.out(), rank));
        });
        Files.createDirectories(folder);
        SafetensorsWriter.write(
                folder.resolve(LoraFolder.WEIGHTS),
                tensors,
                (tensor, out) -> out.write(Floats.littleEndian(Objects.requireNonNull(values.get(tensor.name())))));
        List<String> excluded = layers.all().stream()
                .filter(module ->
                        !modules.containsKey(module) && config.targets().matches(module))
                .toList();
        LoraConfigFile.write(folder, config, excluded);
    }

    private static void add(
            List<TensorInfo> tensors, Map<String, float[]> values, String key, float[] matrix, List<Long> shape) {
        TensorInfo info = new TensorInfo(key, StoredType.F32, shape);
        if (info.elements() != matrix.length) {
            throw new IllegalArgumentException(key + " has " + matrix.length + " elements, not " + shape);
        }
        tensors.add(info);
        values.put(key, matrix);
    }
}
