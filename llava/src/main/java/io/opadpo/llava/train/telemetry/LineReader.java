package io.opadpo.llava.train.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads complete lines of bounded length. An endless line and one without its line end are skipped. */
final class LineReader {

    /** A thousand scalars take some 50 KB. */
    static final int MAX_LINE_BYTES = 1 << 20;

    private final InputStream in;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** The next line with its line end, or null if there is none. */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (line.size() < MAX_LINE_BYTES) {
                line.write(next);
            } else {
                tooLong = true;
            }
            if (next == '\n') {
                if (!tooLong) {
                    return line.toByteArray();
                }
                line.reset();
                tooLong = false;
            }
        }
        return null;
    }
}
