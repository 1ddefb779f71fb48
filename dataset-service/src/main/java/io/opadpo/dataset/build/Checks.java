package io.opadpo.dataset.build;

import io.opadpo.blobs.BlobException;
import io.opadpo.dataset.Digests;
import io.opadpo.dataset.image.Images;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is checked of samples that the filters have kept, before anybody trains on them. One for each data set. */
final class Checks {

    private final String owner;
    private final int maxWords;
    private final Images images;
    private final Map<String, Boolean> readable = new HashMap<>();
    private final Set<Long> seen = new HashSet<>();

    /** @param maxWords most words of an answer; each is a token at least, so a trainer would drop what has more */
    Checks(String owner, int maxWords, Images images) {
        this.owner = owner;
        this.maxWords = maxWords;
        this.images = images;
    }

    /** Why the sample is left out after all, if it is. */
    Optional<Drop> of(Sample sample) {
        if (!readable.computeIfAbsent(sample.image(), this::isReadable)) {
            return drop(sample, DropReason.BAD_IMAGE, "image " + sample.image() + " is gone or damaged");
        }
        Map<String, String> answers =
                Map.of("standard", sample.standard(), "original", sample.original(), "revised", sample.revised());
        for (String which : List.of("standard", "original", "revised")) {
            int words = WordEdits.words(answers.getOrDefault(which, "")).size();
            if (words > maxWords) {
                return drop(sample, DropReason.OVER_LONG, "the " + which + " answer has " + words + " words");
            }
        }
        if (!seen.add(fingerprint(sample))) {
            return drop(sample, DropReason.DUPLICATE, "an earlier sample has this image, question and answer");
        }
        return Optional.empty();
    }

    private boolean isReadable(String image) {
        try {
            return Digests.sha256(images.bytes(owner, image)).equals(image);
        } catch (BlobException e) {
            return false;
        }
    }

    /** 64 bits of a hash: among a million samples, one pair in 40,000,000 data sets has the same by chance. */
    private static long fingerprint(Sample sample) {
        MessageDigest digest = Digests.sha256();
        String answer = sample.original().isBlank() ? sample.revised() : sample.original();
        for (String part : List.of(sample.image(), sample.question().strip(), answer.strip())) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    private static Optional<Drop> drop(Sample sample, DropReason reason, String detail) {
        return Optional.of(new Drop(sample.id(), reason, detail));
    }
}
