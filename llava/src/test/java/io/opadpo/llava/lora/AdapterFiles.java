package io.opadpo.llava.lora;

import io.opadpo.llava.Variants;
import io.opadpo.llava.weights.SafetensorsFile;
import io.opadpo.llava.weights.SafetensorsWriter;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.llava.weights.TensorInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Variations of the adapter {@code grouped-adapter}. */
final class AdapterFiles {

    static final Path ORIGINAL = Variants.path("grouped-adapter");

    private AdapterFiles() {}

    /** A tensor as it is to be stored. */
    record Stored(StoredType type, List<Long> shape, byte[] bytes) {}

    /** A copy whose configuration is changed. */
    static Path withConfig(Path folder, Consumer<ObjectNode> change) {
        JsonMapper mapper = JsonMapper.shared();
        try {
            ObjectNode json = (ObjectNode) mapper.readTree(Files.readString(ORIGINAL.resolve(LoraConfigFile.NAME)));
            change.accept(json);
            return withConfig(folder, mapper.writeValueAsString(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy with another configuration. */
    static Path withConfig(Path folder, String json) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(LoraConfigFile.NAME), json);
            Path weights = folder.resolve(LoraFolder.WEIGHTS);
            if (!Files.exists(weights)) {
                Files.copy(ORIGINAL.resolve(LoraFolder.WEIGHTS), weights);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy whose keys are renamed. */
    static Path renamed(Path folder, UnaryOperator<String> rename) {
        return withTensors(folder, tensors -> {
            Map<String, Stored> old = Map.copyOf(tensors);
            tensors.clear();
            old.forEach((key, tensor) -> tensors.put(rename.apply(key), tensor));
        });
    }

    /** A copy whose tensors are changed. */
    static Path withTensors(Path folder, Consumer<Map<String, Stored>> change) {
        Map<String, Stored> tensors = read();
        change.accept(tensors);
        List<TensorInfo> infos = new ArrayList<>();
        tensors.forEach((key, tensor) -> infos.add(new TensorInfo(key, tensor.type(), tensor.shape())));
        withConfig(folder, json -> {});
        SafetensorsWriter.write(
                folder.resolve(LoraFolder.WEIGHTS),
                infos,
                (info, out) ->
                        out.write(ByteBuffer.wrap(tensors.get(info.name()).bytes())));
        return folder;
    }

    private static Map<String, Stored> read() {
        Map<String, Stored> tensors = new HashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(ORIGINAL.resolve(LoraFolder.WEIGHTS))) {
            for (String key : file.names()) {
                TensorInfo info = file.info(key);
                byte[] bytes = new byte[(int) info.bytes()];
                file.map(key, 0, bytes.length).get(bytes);
                tensors.put(key, new Stored(info.type(), info.shape(), bytes));
            }
        }
        return tensors;
    }
}
