package io.opadpo.llava.weights;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;

/**
 * A safetensors file: eight bytes of header length, a JSON header, then the tensors' bytes back to back.
 *
 * <p>Source: the format's description in the Hugging Face {@code safetensors} repository.
 */
public final class SafetensorsFile extends TensorFile {

    private final Map<String, String> metadata;

    private SafetensorsFile(Path file, FileChannel channel, SafetensorsHeader header) {
        super(file, channel, header.tensors());
        metadata = header.metadata();
    }

    /**
     * Opens a file and checks its header whole.
     *
     * @throws WeightsException if the file cannot be read, is truncated, or breaks the format in any way
     */
    public static SafetensorsFile open(Path file) {
        return TensorFile.open(file, channel -> new SafetensorsFile(file, channel, SafetensorsHeader.read(channel)));
    }

    /** The strings of the header's {@code __metadata__}; empty if it has none. */
    public Map<String, String> metadata() {
        return metadata;
    }
}
