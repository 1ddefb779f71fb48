package io.opadpo.dataset.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that is read as it comes: what breaks it is an {@link IOException}, as with other streams. */
final class RemoteBody extends FilterInputStream {

    RemoteBody(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (RuntimeException e) {
            throw broken(e);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return super.read(buffer, offset, length);
        } catch (RuntimeException e) {
            throw broken(e);
        }
    }

    private static IOException broken(RuntimeException e) {
        return new IOException("the connection broke", e);
    }
}
