package io.opadpo.rollout;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gives each item of a job a seed of its own, the same in every run and in whatever order the items come. */
final class ItemSeed {
    private final long job;

    /**
     * @param chosen by the job's owner, or null
     */
    ItemSeed(@Nullable Long chosen, UUID job) {
        this.job = chosen != null ? chosen : job.getMostSignificantBits() ^ job.getLeastSignificantBits();
    }

    /** 31 bits, which every server takes. */
    long of(String item) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, job));
            byte[] hash = digest.digest(item.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getInt() & Integer.MAX_VALUE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every JDK has it.
        }
    }
}
