package io.opadpo.llava.lora;

import io.opadpo.llava.weights.SafetensorsWriter;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.llava.weights.TensorInfo;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Writes adapters as PEFT folders. */
public final class LoraWriter {

    /** How PEFT names modules of transformers' class. */
    private static final String PREFIX = "base_model.model.model.";

    private static final String A = ".lora_A.weight";
    private static final String B = ".lora_B.weight";

    private LoraWriter() {}

    /**
     * A module's matrices.
     *
     * @param a {@code [rank, in]}, row by row
     * @param b {@code [out, rank]}, row by row, not scaled
     */
    @SuppressWarnings("ArrayRecordComponent") // handed straight to the file
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
        modules.forEach((module, matrices) -> {
            check(infoOfA(module, config, layers), matrices.a);
            check(infoOfB(module, config, layers), matrices.b);
        });
        write(folder, config, layers, List.copyOf(new TreeSet<>(modules.keySet())), (module, isA, out) -> {
            Matrices matrices = Objects.requireNonNull(modules.get(module));
            out.write(Floats.littleEndian(isA ? matrices.a : matrices.b));
        });
    }

    /** Where matrices come from that are too many for the host's memory. */
    @FunctionalInterface
    public interface Source {

        /** Writes a module's A, or else its B, in fp32, row by row, little-endian. */
        void write(String module, boolean isA, WritableByteChannel out) throws IOException;
    }

    /** The same, asking for one matrix at a time. */
    public static void write(Path folder, LoraConfig config, LinearLayers layers, List<String> modules, Source source)
            throws IOException {
        List<TensorInfo> tensors = new ArrayList<>();
        Map<String, String> moduleOf = new HashMap<>();
        for (String module : modules) {
            for (TensorInfo info : List.of(infoOfA(module, config, layers), infoOfB(module, config, layers))) {
                tensors.add(info);
                moduleOf.put(info.name(), module);
            }
        }
        Files.createDirectories(folder);
        SafetensorsWriter.write(folder.resolve(LoraFolder.WEIGHTS), tensors, (tensor, out) -> {
            String module = Objects.requireNonNull(moduleOf.get(tensor.name()));
            source.write(module, tensor.name().endsWith(A), out);
        });
        List<String> excluded = layers.all().stream()
                .filter(module -> !modules.contains(module) && config.targets().matches(module))
                .toList();
        LoraConfigFile.write(folder, config, excluded);
    }

    private static TensorInfo infoOfA(String module, LoraConfig config, LinearLayers layers) {
        long in = size(module, layers).in();
        return new TensorInfo(PREFIX + module + A, StoredType.F32, List.of((long) config.rank(module), in));
    }

    private static TensorInfo infoOfB(String module, LoraConfig config, LinearLayers layers) {
        long out = size(module, layers).out();
        return new TensorInfo(PREFIX + module + B, StoredType.F32, List.of(out, (long) config.rank(module)));
    }

    private static LinearLayers.Size size(String module, LinearLayers layers) {
        LinearLayers.Size size = layers.size(module);
        if (size == null) {
            throw new IllegalArgumentException("the model has no linear layer " + module);
        }
        return size;
    }

    private static void check(TensorInfo info, float[] matrix) {
        if (info.elements() != matrix.length) {
            throw new IllegalArgumentException(
                    info.name() + " has " + matrix.length + " elements, not " + info.shape());
        }
    }
}
