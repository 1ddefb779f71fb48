package io.opadpo.trainer.model;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** A row of {@code models}. */
@Entity
@Table(name = "models")
class ModelEntity implements Persistable<UUID> {

    @Id
    private UUID id = new UUID(0, 0);

    private String owner = "";
    private String name = "";
    private String kind = "";
    private String baseModel = "";
    private String version = "";
    private long bytes;
    private Instant created = Instant.EPOCH;

    /** For JPA. */
    protected ModelEntity() {}

    ModelEntity(MadeModel model, String owner) {
        this.id = model.id();
        this.owner = owner;
        this.name = model.name();
        this.kind = model.kind();
        this.baseModel = model.baseModel();
        this.version = model.version();
        this.bytes = model.bytes();
        this.created = model.created();
    }

    MadeModel toModel() {
        return new MadeModel(id, name, kind, baseModel, version, bytes, created);
    }

    @Override
    public UUID getId() {
        return id;
    }

    /** Rows are never changed, so whatever is saved is new. */
    @Override
    public boolean isNew() {
        return true;
    }
}
