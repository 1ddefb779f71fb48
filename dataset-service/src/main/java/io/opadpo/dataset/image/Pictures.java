package io.opadpo.dataset.image;

import io.opadpo.blobs.BlobException;
import io.opadpo.dataset.Digests;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.springframework.stereotype.Service;

/**
 * What images show, as 64 bits each by which pictures that look alike are found. A hash costs the decoding of its image,
 * some milliseconds; so it is made when it is first asked for, and kept.
 */
@Service
public class Pictures {

    private final Images images;
    private final ImageTable table;

    Pictures(Images images, ImageTable table) {
        this.images = images;
        this.table = table;
    }

    /**
     * Some of an owner's images.
     *
     * @param unreadable those whose bytes are gone or others than they were
     * @param hashes of the others, but for those that cannot be decoded here or have a single tone
     */
    public record Seen(Set<String> unreadable, Map<String, Long> hashes) {}

    /** Reads images, checks them against their names, and gives their hashes. */
    public Seen look(String owner, Collection<String> names) {
        Set<String> unreadable = new HashSet<>();
        Map<String, Long> known = table.hashes(owner, names);
        Map<String, Long> made = new HashMap<>();
        for (String name : Set.copyOf(names)) {
            Optional<byte[]> bytes = read(owner, name);
            if (bytes.isEmpty()) {
                unreadable.add(name);
            } else if (!known.containsKey(name)) {
                OptionalLong hash = PictureHash.of(bytes.get());
                hash.ifPresent(value -> made.put(name, value));
            }
        }
        if (!made.isEmpty()) {
            table.setHashes(owner, made);
        }
        known.keySet().removeAll(unreadable);
        known.putAll(made);
        return new Seen(unreadable, known);
    }

    private Optional<byte[]> read(String owner, String name) {
        try {
            byte[] bytes = images.bytes(owner, name);
            return Digests.sha256(bytes).equals(name) ? Optional.of(bytes) : Optional.empty();
        } catch (BlobException e) {
            return Optional.empty();
        }
    }
}
