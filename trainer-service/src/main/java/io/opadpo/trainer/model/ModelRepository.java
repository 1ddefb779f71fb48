package io.opadpo.trainer.model;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** Rows of {@code models}; every question has the owner in it. */
interface ModelRepository extends Repository<ModelEntity, UUID> {

    ModelEntity save(ModelEntity model);

    Optional<ModelEntity> findByOwnerAndName(String owner, String name);

    Optional<ModelEntity> findByOwnerAndId(String owner, UUID id);

    List<ModelEntity> findByOwnerOrderByName(String owner);
}
