package io.opadpo.llava.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a tokenizer file whole, up to a limit several times the size of LLaMA's. */
final class TokenizerFile {

    private static final int MAX_BYTES = 16 << 20;

    private TokenizerFile() {}

    static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new TokenizerException(file + " is larger than " + MAX_BYTES + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new TokenizerException(file + " cannot be read", e);
        }
    }
}
