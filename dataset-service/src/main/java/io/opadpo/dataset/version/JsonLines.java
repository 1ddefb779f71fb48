package io.opadpo.dataset.version;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON lines that this service has written, and knows at which byte it is. */
final class JsonLines implements AutoCloseable {

    private static final int BUFFER = 1 << 16;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final InputStream in;
    private long offset;

    JsonLines(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER);
    }

    /**
     * Moves to a place that {@link #offset} gave.
     *
     * @throws IllegalArgumentException if no line begins there
     */
    void skipTo(long offset) throws IOException {
        try {
            in.skipNBytes(Math.max(0, offset - 1));
        } catch (EOFException e) {
            throw new IllegalArgumentException("Behind the end", e);
        }
        if (offset < 0 || (offset > 0 && in.read() != '\n')) {
            throw new IllegalArgumentException("No line begins at byte " + offset);
        }
        this.offset = offset;
    }

    /** The next line, null at the end. */
    @Nullable
    ObjectNode next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) {
            return null;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        offset += line.size() + 1;
        JsonNode node = JSON.readTree(line.toByteArray());
        return node.asObject();
    }

    /** Where the next line begins, in bytes from the start. */
    long offset() {
        return offset;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
