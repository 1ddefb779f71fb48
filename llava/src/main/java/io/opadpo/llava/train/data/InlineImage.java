package io.opadpo.llava.train.data;

import io.opadpo.llava.image.ImageLimits;
import java.util.Arrays;

/** An image that came with its sample. */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out; equality below goes by content
record InlineImage(byte[] bytes) implements ImageSource {

    InlineImage {
        if (bytes.length == 0 || bytes.length > ImageLimits.DEFAULT.maxBytes()) {
            throw new DataException(
                    "image of " + bytes.length + " bytes, not within 1 and " + ImageLimits.DEFAULT.maxBytes());
        }
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InlineImage image && Arrays.equals(bytes, image.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "InlineImage[" + bytes.length + " bytes]";
    }
}
