package io.opadpo.dataset.build;

import io.opadpo.dataset.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Which samples are held out. It follows from seed and image alone: all samples of one image are on one side, so nothing of
 * what is held out was trained on, and a sample stays on its side when others come or go.
 *
 * @param heldOut share of samples to hold out, 0 to 1
 */
record Split(double heldOut, long seed) {

    static final String TRAIN = "train";
    static final String HELD_OUT = "held_out";

    private static final int BITS = 53;

    /** @param image its name, or that of the image it goes with */
    String of(String image) {
        return share(image) < heldOut ? HELD_OUT : TRAIN;
    }

    /** Uniform in [0, 1): the first bits of a hash of seed and image. */
    private double share(String image) {
        byte[] hash = Digests.sha256().digest((seed + "/" + image).getBytes(StandardCharsets.UTF_8));
        return (ByteBuffer.wrap(hash).getLong() >>> (Long.SIZE - BITS)) * 0x1p-53;
    }
}
