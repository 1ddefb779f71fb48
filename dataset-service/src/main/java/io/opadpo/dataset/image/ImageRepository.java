package io.opadpo.dataset.image;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

interface ImageRepository extends Repository<ImageEntity, ImageKey> {

    List<ImageEntity> findByOwnerAndSha256In(String owner, Collection<String> sha256);

    /**
     * Marks images of this owner as used now; the mark is rough, so that what is used often is not written often. Waits
     * for those that are being removed.
     */
    @Modifying
    @Transactional
    @Query(
            nativeQuery = true,
            value = "UPDATE images SET used = clock_timestamp() WHERE owner = :owner AND sha256 IN (:sha256)"
                    + " AND used < clock_timestamp() - interval '1 hour'")
    int use(String owner, Collection<String> sha256);

    /** How many rows were made: none if the owner has the image already. */
    @Modifying
    @Transactional
    @Query(
            nativeQuery = true,
            value = "INSERT INTO images (owner, sha256, bytes, width, height, media_type)"
                    + " VALUES (:owner, :#{#image.sha256}, :#{#image.bytes}, :#{#image.width}, :#{#image.height},"
                    + " :#{#image.mediaType}) ON CONFLICT DO NOTHING")
    int insert(String owner, StoredImage image);
}
