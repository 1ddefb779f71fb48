package io.opadpo.dataset.build;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which samples are held out. It follows from seed and id alone: a sample stays on its side when others come or go.
 *
 * @param heldOut share of samples to hold out, 0 to 1
 */
record Split(double heldOut, long seed) {

    static final String TRAIN = "train";
    static final String HELD_OUT = "held_out";

    private static final int BITS = 53;

    String of(String id) {
        return share(id) < heldOut ? HELD_OUT : TRAIN;
    }

    /** Uniform in [0, 1): the first bits of a hash of seed and id. */
    private double share(String id) {
        byte[] hash = sha256((seed + "/" + id).getBytes(StandardCharsets.UTF_8));
        return (ByteBuffer.wrap(hash).getLong() >>> (Long.SIZE - BITS)) * 0x1p-53;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
