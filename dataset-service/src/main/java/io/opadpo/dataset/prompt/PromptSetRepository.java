package io.opadpo.dataset.prompt;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

interface PromptSetRepository extends Repository<PromptSetEntity, UUID> {

    PromptSetEntity save(PromptSetEntity set);

    Optional<PromptSetEntity> findById(UUID id);

    Optional<PromptSetEntity> findByOwnerAndIdAndCompleteTrue(String owner, UUID id);

    @Query("SELECT s FROM PromptSetEntity s WHERE s.owner = :owner AND s.complete"
            + " AND (s.created < :created OR s.created = :created AND s.id < :id)"
            + " ORDER BY s.created DESC, s.id DESC")
    List<PromptSetEntity> listBefore(String owner, Instant created, UUID id, Limit limit);

    @Modifying
    @Transactional
    @Query("DELETE FROM PromptSetEntity s WHERE s.id = :id AND s.complete")
    void delete(UUID id);

    @Modifying
    @Transactional
    @Query("DELETE FROM PromptSetEntity s WHERE s.id = :id AND NOT s.complete")
    int discard(UUID id);

    @Modifying
    @Transactional
    @Query("DELETE FROM PromptSetEntity s WHERE s.created < :before AND NOT s.complete")
    int discardUnfinished(Instant before);
}
