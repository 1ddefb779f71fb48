package io.opadpo.llava.train.checkpoint;

import io.opadpo.llava.files.JsonFile;
import io.opadpo.llava.files.JsonFileException;
import io.opadpo.llava.files.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code checkpoint.json}, a checkpoint's table of contents and small state. Its own SHA-256 lies beside it in
 * {@code checkpoint.json.sha256}, in the format of {@code sha256sum}.
 *
 * @param version of the format
 * @param files every other file
 */
record Manifest(int version, long step, Map<String, Double> metrics, List<Entry> files, ObjectNode state) {

    static final String NAME = "checkpoint.json";
    static final String CHECKSUM_NAME = NAME + ".sha256";
    static final int VERSION = 1;

    /** Generous for states of a few KB and thousands of files; bounds what a damaged file makes us read. */
    static final int MAX_BYTES = 16 << 20;

    private static final int CHECKSUM_BYTES = 128;

    Manifest {
        metrics.values().forEach(Objects::requireNonNull);
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
        files = List.copyOf(files);
        Objects.requireNonNull(state);
    }

    /**
     * One file of the checkpoint.
     *
     * @param path relative to the checkpoint's folder, parted by slashes
     */
    record Entry(String path, long bytes, String sha256) {

        Entry {
            Objects.requireNonNull(path);
            Objects.requireNonNull(sha256);
        }
    }

    void write(Path folder, Disk disk) throws IOException {
        byte[] json = CheckpointJson.MAPPER.writeValueAsBytes(this);
        if (json.length > MAX_BYTES) {
            throw new CheckpointException(folder + ": a state of " + json.length + " bytes is over the limit of "
                    + MAX_BYTES + "; write it to a file of the checkpoint");
        }
        disk.write(folder.resolve(CHECKSUM_NAME), checksumLine(Sha256.of(json)).getBytes(StandardCharsets.UTF_8));
        // Last of all: without it there is no checkpoint.
        disk.write(folder.resolve(NAME), json);
    }

    /**
     * @throws DamagedException if it is missing or not as it was written
     * @throws CheckpointException if another version of this program wrote it
     */
    static Manifest read(Path folder) throws DamagedException {
        Path file = folder.resolve(NAME);
        try {
            if (!Files.isRegularFile(file)) {
                throw new DamagedException("has no " + NAME + ", so it was never finished");
            }
            requireChecksum(folder, file);
            ObjectNode json = JsonFile.readObject(file, MAX_BYTES);
            int version = json.path("version").asInt(0);
            if (version != VERSION) {
                throw new CheckpointException(
                        file + ": is of format version " + version + ", only " + VERSION + " is supported");
            }
            return CheckpointJson.MAPPER.treeToValue(json, Manifest.class);
        } catch (IOException | JsonFileException | JacksonException e) {
            throw new DamagedException(NAME + " cannot be read (" + e + ")", e);
        }
    }

    private static void requireChecksum(Path folder, Path file) throws IOException, DamagedException {
        Path checksum = folder.resolve(CHECKSUM_NAME);
        if (Files.size(file) > MAX_BYTES || !Files.isRegularFile(checksum) || Files.size(checksum) > CHECKSUM_BYTES) {
            throw new DamagedException(NAME + " or " + CHECKSUM_NAME + " has an impossible size or is missing");
        }
        if (!Files.readString(checksum).equals(checksumLine(Sha256.of(file)))) {
            throw new DamagedException(NAME + " does not match " + CHECKSUM_NAME);
        }
    }

    private static String checksumLine(String hash) {
        return hash + "  " + NAME + "\n";
    }
}
