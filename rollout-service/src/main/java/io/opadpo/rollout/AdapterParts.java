package io.opadpo.rollout;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Which parts of the model an adapter changes, by the names in its safetensors file. */
final class AdapterParts {
    private static final String DECODER = ".language_model.";
    private static final String METADATA = "__metadata__";
    private static final int LONGEST = 100_000_000;

    private AdapterParts() {}

    /**
     * Whether it changes the language model alone. vLLM leaves the rest of an adapter out without a word.
     *
     * @throws IOException if the file is none of safetensors
     */
    static boolean decoderOnly(Path weights) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(weights))) {
            long length = Long.reverseBytes(in.readLong());
            if (length < 0 || length > LONGEST) {
                throw new IOException(weights.getFileName() + " has no header");
            }
            byte[] header = in.readNBytes((int) length);
            return JsonMapper.shared().readTree(header).propertyNames().stream()
                    .filter(name -> !name.equals(METADATA))
                    .allMatch(name -> name.contains(DECODER));
        } catch (JacksonException e) {
            throw new IOException(weights.getFileName() + " has no header", e);
        }
    }
}
