package io.opadpo.gateway.pipelines;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface PipelineRepository extends JpaRepository<PipelineEntity, UUID> {
    Optional<PipelineEntity> findByIdAndOwner(UUID id, String owner);

    List<PipelineEntity> findByOwnerOrderByCreatedDescIdDesc(String owner, Limit limit);

    /** The list after this one. */
    @Query("""
            SELECT p FROM PipelineEntity p
            WHERE p.owner = :owner AND (p.created < :created OR p.created = :created AND p.id < :id)
            ORDER BY p.created DESC, p.id DESC""")
    List<PipelineEntity> findAfter(String owner, Instant created, UUID id, Limit limit);
}
