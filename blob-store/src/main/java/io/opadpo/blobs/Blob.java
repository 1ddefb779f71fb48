package io.opadpo.blobs;

import java.io.IOException;
import java.io.InputStream;

/**
 * A blob opened for reading. It holds a file or a connection until it is closed.
 *
 * @param stream its bytes
 * @param size how many there are
 */
public record Blob(InputStream stream, long size) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        stream.close();
    }
}
