package io.opadpo.llava.weights;

import io.opadpo.llava.files.JsonFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The weights of a model folder as one store, whatever number of files they are spread over.
 *
 * <p>Looked for in this order: {@code model.safetensors.index.json}, {@code model.safetensors}, any
 * {@code *.safetensors}, {@code pytorch_model.bin.index.json}, {@code pytorch_model.bin}, {@code pytorch_model-*.bin}.
 */
public final class CheckpointFolder implements TensorStore {

    private static final String TORCH_SINGLE = "pytorch_model.bin";
    private static final String TORCH_INDEX = "pytorch_model.bin.index.json";
    private static final int MAX_INDEX_BYTES = 16 << 20;

    private final Path folder;
    private final List<TensorFile> files = new ArrayList<>();
    private final Map<String, TensorFile> tensors = new LinkedHashMap<>();

    private CheckpointFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens all files of a checkpoint.
     *
     * @throws WeightsException if the folder holds none, a shard is missing or damaged, an index points out of the folder
     *     or disagrees with its shards, or two files hold the same key
     * @throws io.opadpo.llava.files.JsonFileException if an index is not readable JSON
     */
    public static CheckpointFolder open(Path folder) {
        CheckpointFolder opened = new CheckpointFolder(folder);
        boolean complete = false;
        try {
            opened.openFiles();
            complete = true;
            return opened;
        } catch (IOException e) {
            throw WeightsException.in(folder, e);
        } finally {
            if (!complete) {
                opened.close();
            }
        }
    }

    private void openFiles() throws IOException {
        if (Files.exists(folder.resolve(CheckpointWriter.INDEX))) {
            addIndexed(folder.resolve(CheckpointWriter.INDEX));
        } else if (Files.exists(folder.resolve(CheckpointWriter.SINGLE))) {
            add(folder.resolve(CheckpointWriter.SINGLE));
        } else if (!matching("*.safetensors").isEmpty()) {
            matching("*.safetensors").forEach(this::add);
        } else if (Files.exists(folder.resolve(TORCH_INDEX))) {
            addIndexed(folder.resolve(TORCH_INDEX));
        } else if (Files.exists(folder.resolve(TORCH_SINGLE))) {
            add(folder.resolve(TORCH_SINGLE));
        } else {
            List<Path> shards = matching("pytorch_model-*.bin");
            if (shards.isEmpty()) {
                throw new WeightsException(folder + ": holds no weights (*.safetensors or pytorch_model*.bin)");
            }
            shards.forEach(this::add);
        }
    }

    private List<Path> matching(String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
            stream.forEach(found::add);
        }
        Collections.sort(found);
        return found;
    }

    private TensorFile add(Path file) {
        String name = file.getFileName().toString();
        TensorFile opened = name.endsWith(".safetensors") ? SafetensorsFile.open(file) : TorchCheckpoint.open(file);
        files.add(opened);
        for (String key : opened.names()) {
            TensorFile other = tensors.put(key, opened);
            if (other != null) {
                throw new WeightsException(Keys.quote(key) + " is in " + other.fileOf(key) + " and again in " + file);
            }
        }
        return opened;
    }

    private void addIndexed(Path index) {
        JsonNode map = JsonFile.readObject(index, MAX_INDEX_BYTES).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new WeightsException(index + ": has no weight_map");
        }
        Map<String, List<String>> keysByShard = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            String shard = shardName(index, entry.getKey(), entry.getValue());
            keysByShard.computeIfAbsent(shard, name -> new ArrayList<>()).add(entry.getKey());
        }
        keysByShard.forEach((shard, keys) -> addShard(index, shard, keys));
    }

    /** A shard is a plain file name: anything else could lead out of the folder. */
    private static String shardName(Path index, String key, JsonNode value) {
        String name = value.isString() ? value.stringValue() : "";
        boolean plain = name.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,254}");
        if (!plain || !(name.endsWith(".safetensors") || name.endsWith(".bin"))) {
            throw new WeightsException(index + ": " + Keys.quote(key) + " is said to lie in " + Keys.quote(name)
                    + ", which is not the name of a weight file in the same folder");
        }
        return name;
    }

    private void addShard(Path index, String shard, List<String> keys) {
        Path file = folder.resolve(shard);
        if (!Files.exists(file)) {
            throw new WeightsException(
                    index + ": shard " + shard + " is missing (it holds " + keys.size() + " tensors)");
        }
        TensorFile opened = add(file);
        for (String key : keys) {
            if (!opened.names().contains(key)) {
                throw new WeightsException(index + ": " + Keys.quote(key) + " is not in " + shard);
            }
        }
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    @Override
    public TensorInfo info(String name) {
        return holder(name).info(name);
    }

    @Override
    public ByteBuffer map(String name, long byteOffset, int length) {
        return holder(name).map(name, byteOffset, length);
    }

    @Override
    public Path fileOf(String name) {
        return holder(name).fileOf(name);
    }

    @Override
    public void close() {
        files.forEach(TensorFile::close);
    }

    private TensorFile holder(String name) {
        TensorFile file = tensors.get(name);
        if (file == null) {
            throw new WeightsException(folder + ": " + Keys.missing(name, names()));
        }
        return file;
    }
}
