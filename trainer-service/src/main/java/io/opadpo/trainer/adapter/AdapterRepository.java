package io.opadpo.trainer.adapter;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Rows of {@code adapters}; every question has the owner in it. */
interface AdapterRepository extends Repository<AdapterEntity, UUID> {

    AdapterEntity save(AdapterEntity adapter);

    @Modifying
    @Transactional
    @Query("DELETE FROM AdapterEntity a WHERE a.owner = :owner AND a.id = :id")
    void delete(String owner, UUID id);

    Optional<AdapterEntity> findByOwnerAndName(String owner, String name);

    Optional<AdapterEntity> findByOwnerAndId(String owner, UUID id);

    List<AdapterEntity> findByOwnerOrderByName(String owner);

    List<AdapterEntity> findByOwnerAndNameGreaterThanOrderByName(String owner, String after, Limit limit);
}
