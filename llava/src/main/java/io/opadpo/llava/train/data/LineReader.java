package io.opadpo.llava.train.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Splits a stream into lines without ever holding more than one of the allowed length. */
final class LineReader implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final int maxBytes;
    private long number;

    LineReader(InputStream in, int maxBytes) {
        this.in = new BufferedInputStream(in, BUFFER);
        this.maxBytes = maxBytes;
    }

    /**
     * A line without its line feed.
     *
     * @param bytes null when the line is longer than allowed; it was skipped
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Line(long number, byte @Nullable [] bytes) {}

    /** The next line, null at the end. */
    @Nullable
    Line next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        number++;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        for (int b = first; b >= 0 && b != '\n'; b = in.read()) {
            if (line.size() < maxBytes) {
                line.write(b);
            } else {
                tooLong = true;
            }
        }
        return new Line(number, tooLong ? null : line.toByteArray());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
