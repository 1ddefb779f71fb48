package io.opadpo.llava.weights;

import io.opadpo.llava.files.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes a model's tensors into a folder as Hugging Face lays them out: one file, or shards and an index. */
public final class CheckpointWriter {

    /** Bytes of tensors in one file, as Hugging Face limits them. */
    public static final long DEFAULT_SHARD_BYTES = 5_000_000_000L;

    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private CheckpointWriter() {}

    /**
     * Writes {@code model.safetensors}, or, over {@code shardBytes}, {@code model-00001-of-0000N.safetensors} … and
     * {@code model.safetensors.index.json}. A tensor larger than a shard gets one of its own. The entry file (the single
     * one or the index) comes last, and the other kind's is then removed.
     *
     * @param folder an existing folder, best one of its own: an earlier model's shards are replaced one by one
     * @param tensors in the order they are to be stored; {@code source} is called once for each
     * @return the safetensors files written
     * @throws IllegalArgumentException if two tensors share a name or one is called {@code __metadata__}
     * @throws WeightsException if a file cannot be written
     */
    public static List<Path> write(
            Path folder, List<TensorInfo> tensors, long shardBytes, SafetensorsWriter.Source source) {
        SafetensorsWriter.checkNames(tensors);
        List<List<TensorInfo>> shards = split(tensors, shardBytes);
        try {
            if (shards.size() == 1) {
                Path file = folder.resolve(SINGLE);
                SafetensorsWriter.write(file, tensors, source);
                Files.deleteIfExists(folder.resolve(INDEX));
                return List.of(file);
            }
            List<Path> files = writeShards(folder, shards, source);
            writeIndex(folder.resolve(INDEX), shards, files);
            Files.deleteIfExists(folder.resolve(SINGLE));
            return files;
        } catch (IOException e) {
            throw new WeightsException(folder + ": cannot be written (" + e + ")", e);
        }
    }

    private static List<List<TensorInfo>> split(List<TensorInfo> tensors, long shardBytes) {
        List<List<TensorInfo>> shards = new ArrayList<>();
        List<TensorInfo> shard = new ArrayList<>();
        long bytes = 0;
        for (TensorInfo tensor : tensors) {
            if (!shard.isEmpty() && tensor.bytes() > shardBytes - bytes) {
                shards.add(shard);
                shard = new ArrayList<>();
                bytes = 0;
            }
            shard.add(tensor);
            bytes += tensor.bytes();
        }
        shards.add(shard);
        return shards;
    }

    private static List<Path> writeShards(Path folder, List<List<TensorInfo>> shards, SafetensorsWriter.Source source) {
        List<Path> files = new ArrayList<>();
        for (List<TensorInfo> shard : shards) {
            String name = String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", files.size() + 1, shards.size());
            Path file = folder.resolve(name);
            SafetensorsWriter.write(file, shard, source);
            files.add(file);
        }
        return files;
    }

    private static void writeIndex(Path index, List<List<TensorInfo>> shards, List<Path> files) throws IOException {
        ObjectNode root = MAPPER.createObjectNode();
        long bytes = shards.stream()
                .flatMap(List::stream)
                .mapToLong(TensorInfo::bytes)
                .sum();
        root.putObject("metadata").put("total_size", bytes);
        ObjectNode map = root.putObject("weight_map");
        for (int i = 0; i < files.size(); i++) {
            String file = files.get(i).getFileName().toString();
            shards.get(i).forEach(tensor -> map.put(tensor.name(), file));
        }
        byte[] json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
        AtomicFile.write(index, channel -> {
            OutputStream out = Channels.newOutputStream(channel);
            out.write(json);
        });
    }
}
