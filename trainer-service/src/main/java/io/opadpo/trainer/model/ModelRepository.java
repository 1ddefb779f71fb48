package io.opadpo.trainer.model;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Rows of {@code models}; every question has the owner in it. */
interface ModelRepository extends Repository<ModelEntity, UUID> {

    ModelEntity save(ModelEntity model);

    @Modifying
    @Transactional
    @Query("DELETE FROM ModelEntity m WHERE m.owner = :owner AND m.id = :id")
    void delete(String owner, UUID id);

    Optional<ModelEntity> findByOwnerAndName(String owner, String name);

    Optional<ModelEntity> findByOwnerAndId(String owner, UUID id);

    List<ModelEntity> findByOwnerOrderByName(String owner);
}
