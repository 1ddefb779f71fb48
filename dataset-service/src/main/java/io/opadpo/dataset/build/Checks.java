package io.opadpo.dataset.build;

import io.opadpo.dataset.Digests;
import io.opadpo.dataset.image.Pictures;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
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
    private final Pictures pictures;
    private final Set<String> looked = new HashSet<>();
    private final Set<String> unreadable = new HashSet<>();
    private final Map<String, Long> hashes = new HashMap<>();
    private final Set<Long> seen = new HashSet<>();

    /** @param maxWords most words of an answer; each is a token at least, so a trainer would drop what has more */
    Checks(String owner, int maxWords, Pictures pictures) {
        this.owner = owner;
        this.maxWords = maxWords;
        this.pictures = pictures;
    }

    /** Reads images, so that samples that have them can be checked; those that were read before are not read again. */
    void look(Collection<String> images) {
        List<String> fresh = images.stream().distinct().filter(looked::add).toList();
        if (!fresh.isEmpty()) {
            Pictures.Seen seen = pictures.look(owner, fresh);
            unreadable.addAll(seen.unreadable());
            hashes.putAll(seen.hashes());
        }
    }

    /** Picture hashes of these images, of those that have one. */
    Map<String, Long> hashes(Set<String> images) {
        Map<String, Long> some = new HashMap<>(hashes);
        some.keySet().retainAll(images);
        return some;
    }

    /** Why the sample is left out after all, if it is. */
    Optional<Drop> of(Sample sample) {
        look(List.of(sample.image()));
        if (unreadable.contains(sample.image())) {
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
