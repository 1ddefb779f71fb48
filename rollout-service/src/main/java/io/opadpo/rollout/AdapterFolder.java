package io.opadpo.rollout;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.springframework.util.FileSystemUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The folder in which an endpoint's servers look for adapters: {@code <folder>/<name>} as PEFT lays it out. They take one
 * whose configuration names the model as they do. What is there is complete, whoever else writes at the same time.
 */
final class AdapterFolder {
    private static final String WEIGHTS = "adapter_model.safetensors";
    private static final String CONFIG = "adapter_config.json";
    private static final String BASE = "base_model_name_or_path";

    /** The servers would apply a part of an adapter only. */
    static final class PartialAdapterException extends IOException {}

    private final Path root;

    AdapterFolder(Path root) {
        this.root = root;
    }

    /**
     * Whether an adapter is there, and if so sees to it that it names this model.
     *
     * @param base what the servers call their model
     */
    boolean has(String name, String base) throws IOException {
        Path config = folder(name).resolve(CONFIG);
        if (!Files.exists(config)) {
            return false;
        }
        ObjectNode json = config(Files.readAllBytes(config), config);
        if (!json.path(BASE).asString("").equals(base)) {
            Path draft = draft();
            write(draft, json.put(BASE, base));
            Files.move(draft, config, StandardCopyOption.ATOMIC_MOVE);
        }
        return true;
    }

    /**
     * Unpacks an adapter.
     *
     * @param version SHA-256 that its weights must have
     * @param zip its PEFT folder
     * @throws PartialAdapterException if it changes more than the language model
     * @throws IOException if that holds something else, or if the folder cannot be written
     */
    void put(String name, String base, String version, Path zip) throws IOException {
        Path draft = Files.createDirectories(draft());
        try (ZipFile files = new ZipFile(zip.toFile())) {
            String found = copy(files, WEIGHTS, draft.resolve(WEIGHTS));
            if (!found.equals(version)) {
                throw new IOException("its weights are of version " + found + ", not " + version);
            }
            if (!AdapterParts.decoderOnly(draft.resolve(WEIGHTS))) {
                throw new PartialAdapterException();
            }
            copy(files, CONFIG, draft.resolve(CONFIG));
            write(
                    draft.resolve(CONFIG),
                    config(Files.readAllBytes(draft.resolve(CONFIG)), zip).put(BASE, base));
            Files.move(draft, folder(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another process may have been first.
            if (!has(name, base)) {
                throw e;
            }
        } finally {
            FileSystemUtils.deleteRecursively(draft);
        }
    }

    /** A path of nobody else's for what is not complete yet. */
    Path draft() throws IOException {
        return Files.createDirectories(root).resolve(".draft-" + UUID.randomUUID());
    }

    private static String copy(ZipFile files, String name, Path to) throws IOException {
        ZipEntry entry = files.getEntry(name);
        if (entry == null) {
            throw new IOException("it has no " + name);
        }
        try (DigestInputStream in = new DigestInputStream(files.getInputStream(entry), sha256())) {
            Files.copy(in, to);
            sync(to);
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        }
    }

    private static void write(Path file, JsonNode json) throws IOException {
        Files.write(file, JsonMapper.shared().writeValueAsBytes(json));
        sync(file);
    }

    /** What has its name is complete after a power failure too. */
    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private Path folder(String name) throws IOException {
        Path folder = root.resolve(name).normalize();
        if (!root.normalize().equals(folder.getParent())) {
            throw new IOException("its name is no name of a folder");
        }
        return folder;
    }

    private static ObjectNode config(byte[] bytes, Path file) throws IOException {
        try {
            if (JsonMapper.shared().readTree(bytes) instanceof ObjectNode json) {
                return json;
            }
        } catch (JacksonException e) {
            throw new IOException(file + " has no JSON for its " + CONFIG, e);
        }
        throw new IOException(file + " has no object for its " + CONFIG);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every JDK has it.
        }
    }
}
