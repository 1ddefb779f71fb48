package io.opadpo.dataset.image;

import io.opadpo.blobs.Blob;
import io.opadpo.blobs.BlobKey;
import io.opadpo.blobs.BlobStore;
import io.opadpo.dataset.Digests;
import io.opadpo.dataset.image.ImageInspector.Inspected;
import io.opadpo.service.retention.BlobMarks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/** Each owner's images, by the SHA-256 of their bytes. */
@Service
public class Images {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final ImageRepository images;
    private final ImageTable table;
    private final ImageInspector inspector;
    private final BlobStore blobs;
    private final BlobMarks marks;

    Images(ImageRepository images, ImageTable table, ImageInspector inspector, BlobStore blobs, BlobMarks marks) {
        this.images = images;
        this.table = table;
        this.inspector = inspector;
        this.blobs = blobs;
        this.marks = marks;
    }

    /** What became of an upload; {@code isNew} is false if the owner had the image already. */
    record Upload(StoredImage image, boolean isNew) {}

    /**
     * Keeps an image, once however often it comes.
     *
     * @throws ImageRejectedException if it is none, a damaged one, or too large a one
     */
    public StoredImage store(String owner, byte[] bytes) {
        return upload(owner, bytes).image();
    }

    /**
     * What {@link #store} would keep, without keeping it.
     *
     * @throws ImageRejectedException if it is none, a damaged one, or too large a one
     */
    public StoredImage inspect(byte[] bytes) {
        Inspected inspected = inspector.inspect(bytes);
        return new StoredImage(
                Digests.sha256(bytes),
                bytes.length,
                inspected.size().width(),
                inspected.size().height(),
                inspected.type().mediaType());
    }

    Upload upload(String owner, byte[] bytes) {
        StoredImage image = inspect(bytes);
        if (!use(owner, List.of(image.sha256())).isEmpty()) {
            return new Upload(image, false);
        }
        // A blob whose row is gone may still be there, about to be deleted.
        marks.keep(key(owner, image.sha256()));
        // The row comes last: an image that is known can be read.
        blobs.put(key(owner, image.sha256()), bytes);
        return new Upload(image, table.insert(owner, List.of(image)) > 0);
    }

    /**
     * {@link #store} for several images at the cost of one query and one transaction. If one is rejected, none is kept.
     *
     * @return their names, in this order
     */
    public List<String> storeAll(String owner, List<byte[]> several) {
        Map<String, StoredImage> found = new TreeMap<>();
        Map<BlobKey, byte[]> contents = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (byte[] bytes : several) {
            StoredImage image = inspect(bytes);
            names.add(image.sha256());
            found.put(image.sha256(), image);
            contents.put(key(owner, image.sha256()), bytes);
        }
        for (String known : use(owner, found.keySet())) {
            found.remove(known);
            contents.remove(key(owner, known));
        }
        if (!found.isEmpty()) {
            marks.keep(contents.keySet());
            blobs.putAll(contents);
            table.insert(owner, found.values());
        }
        return names;
    }

    /** The image, if it is this owner's. */
    public Optional<StoredImage> find(String owner, String sha256) {
        return find(owner, List.of(sha256)).stream().findFirst();
    }

    /** Those of the images that are this owner's. */
    public List<StoredImage> find(String owner, Collection<String> sha256) {
        return images.findByOwnerAndSha256In(owner, sha256).stream()
                .map(ImageEntity::image)
                .toList();
    }

    /** The names of those of the images that are this owner's. */
    public Set<String> known(String owner, Collection<String> sha256) {
        return find(owner, sha256).stream().map(StoredImage::sha256).collect(Collectors.toSet());
    }

    /** The names of those of the images that are this owner's, which stay for a day at least, whether they are used or not. */
    public Set<String> use(String owner, Collection<String> sha256) {
        images.use(owner, sha256);
        return known(owner, sha256);
    }

    /** Opens an image that {@link #find} has found. */
    public Blob open(String owner, String sha256) {
        return blobs.open(key(owner, sha256));
    }

    /** The bytes of an image that {@link #find} has found. */
    public byte[] bytes(String owner, String sha256) {
        return blobs.bytes(key(owner, sha256));
    }

    /** Longest image that is taken, in bytes. */
    public int maxBytes() {
        return inspector.maxBytes();
    }

    /** Whether it could be an image's name. */
    public static boolean isName(String text) {
        return SHA256.matcher(text).matches();
    }

    private static BlobKey key(String owner, String sha256) {
        return BlobKey.of("images", owner, sha256);
    }
}
