package io.opadpo.dataset.version;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

interface DatasetRepository extends Repository<DatasetEntity, UUID> {

    DatasetEntity save(DatasetEntity draft);

    /** By a statement: what is new to JPA, as drafts are, is not deleted as an entity. */
    @Modifying
    @Transactional
    @Query("DELETE FROM DatasetEntity d WHERE d.id = :id AND d.version IS NULL")
    int discard(UUID id);

    @Modifying
    @Transactional
    @Query("DELETE FROM DatasetEntity d WHERE d.id = :id")
    void delete(UUID id);

    Optional<DatasetEntity> findById(UUID id);

    Optional<DatasetEntity> findByOwnerAndIdAndVersionIsNotNull(String owner, UUID id);

    Optional<DatasetEntity> findByOwnerAndJobAndVersionIsNotNull(String owner, UUID job);

    List<DatasetEntity> findByJobAndVersionIsNull(UUID job);

    @Query("SELECT d FROM DatasetEntity d WHERE d.owner = :owner AND d.version IS NOT NULL"
            + " AND (d.created < :created OR d.created = :created AND d.id < :id)"
            + " ORDER BY d.created DESC, d.id DESC")
    List<DatasetEntity> listBefore(String owner, Instant created, UUID id, Limit limit);

    /** Takes the next version of this name; whoever else wants one waits until the transaction has ended. */
    @Query(
            nativeQuery = true,
            value = "INSERT INTO dataset_names AS n (owner, name, version) VALUES (:owner, :name, 1)"
                    + " ON CONFLICT (owner, name) DO UPDATE SET version = n.version + 1 RETURNING version")
    int nextVersion(String owner, String name);
}
