package io.opadpo.dataset.table;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** JSON lines: an object each. Lines are found by their ends, so a bad one does not spoil those behind it. */
public final class JsonLines extends JsonRows {

    private static final int BUFFER = 1 << 16;
    private final InputStream in;
    private byte[] line = {};
    private @Nullable JsonObject parsed;
    private boolean tooLong;

    private JsonLines(InputStream in) {
        this.in = in;
    }

    public static JsonLines open(Path path) throws IOException {
        return new JsonLines(new BufferedInputStream(Files.newInputStream(path), BUFFER));
    }

    @Override
    public boolean next() throws IOException {
        row++;
        parsed = null;
        tooLong = false;
        int b = in.read();
        if (b < 0) {
            return false;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (bytes.size() < JsonObject.MAX_BYTES) {
                bytes.write(b);
            } else {
                tooLong = true;
            }
        }
        line = bytes.toByteArray();
        return true;
    }

    @Override
    JsonObject object() throws BadRowException {
        if (tooLong) {
            throw new BadRowException("a line has at most " + JsonObject.MAX_BYTES + " bytes");
        }
        if (parsed == null) {
            try {
                parsed = new JsonObject(JsonObject.JSON.readTree(line));
            } catch (JacksonException e) {
                throw new BadRowException("not JSON");
            }
        }
        return parsed;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
