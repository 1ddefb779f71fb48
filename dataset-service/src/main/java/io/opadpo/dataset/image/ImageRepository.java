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
}
