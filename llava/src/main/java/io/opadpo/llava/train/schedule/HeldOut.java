package io.opadpo.llava.train.schedule;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides by its id alone whether a sample is trained on or held out for evaluation. Neither the order nor the number of
 * the other samples matters, so added samples move no old one, and samples of one id stay on one side. A larger fraction
 * of the same seed holds out the same samples and more.
 *
 * <p>A sample is held out if the first 53 bits of SHA-256(seed as 8 bytes, big-endian ‖ id in UTF-8), read as a binary
 * fraction, are below {@code fraction}.
 *
 * @param fraction expected share that is held out, in [0, 1)
 * @param seed another seed holds out other samples
 */
public record HeldOut(double fraction, long seed) {

    public HeldOut {
        if (!(fraction >= 0 && fraction < 1)) {
            throw new IllegalArgumentException("Held-out fraction must be within [0, 1): " + fraction);
        }
    }

    public boolean holds(String id) {
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
        byte[] hash = digest.digest(id.getBytes(StandardCharsets.UTF_8));
        return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1.0p-53 < fraction;
    }

    /** Splits samples, keeping their order on both sides. */
    public <T> Split<T> split(List<T> samples, Function<? super T, String> id) {
        Map<Boolean, List<T>> sides =
                samples.stream().collect(Collectors.partitioningBy(sample -> holds(id.apply(sample))));
        return new Split<>(sides.getOrDefault(false, List.of()), sides.getOrDefault(true, List.of()));
    }

    /** Samples to train on and samples to evaluate on. */
    public record Split<T>(List<T> training, List<T> heldOut) {}

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
