package io.opadpo.dataset.image;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code images}, where it is written many rows at a time. */
@Repository
class ImageTable {

    private static final String INSERT = """
            INSERT INTO images (owner, sha256, bytes, width, height, media_type)
            SELECT :owner, sha256, bytes, width, height, media_type
            FROM unnest(:names::text[], :bytes::bigint[], :widths::int[], :heights::int[], :types::text[])
                AS new (sha256, bytes, width, height, media_type)
            ON CONFLICT DO NOTHING""";

    private final JdbcClient jdbc;

    ImageTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many rows were made: none for those that the owner has already. */
    int insert(String owner, Collection<StoredImage> images) {
        return jdbc.sql(INSERT)
                .param("owner", owner)
                .param("names", column(images, StoredImage::sha256, String[]::new))
                .param("bytes", column(images, StoredImage::bytes, Long[]::new))
                .param("widths", column(images, StoredImage::width, Integer[]::new))
                .param("heights", column(images, StoredImage::height, Integer[]::new))
                .param("types", column(images, StoredImage::mediaType, String[]::new))
                .update();
    }

    private static <T> T[] column(
            Collection<StoredImage> images, Function<StoredImage, T> value, IntFunction<T[]> array) {
        return images.stream().map(value).toArray(array);
    }

    /** The picture hashes that are known of these images. */
    Map<String, Long> hashes(String owner, Collection<String> names) {
        Map<String, Long> hashes = new HashMap<>();
        jdbc.sql("""
                        SELECT sha256, picture_hash FROM images
                        WHERE owner = :owner AND sha256 = ANY (:names::text[]) AND picture_hash IS NOT NULL""")
                .param("owner", owner)
                .param("names", names.toArray(String[]::new))
                .query(result -> {
                    hashes.put(result.getString(1), result.getLong(2));
                });
        return hashes;
    }

    void setHashes(String owner, Map<String, Long> hashes) {
        jdbc.sql("""
                        UPDATE images i SET picture_hash = new.hash
                        FROM unnest(:names::text[], :hashes::bigint[]) AS new (sha256, hash)
                        WHERE i.owner = :owner AND i.sha256 = new.sha256""")
                .param("owner", owner)
                .param("names", hashes.keySet().toArray(String[]::new))
                .param("hashes", hashes.values().toArray(Long[]::new))
                .update();
    }
}
