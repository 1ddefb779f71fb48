package io.opadpo.trainer.adapter;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** A row of {@code adapters}. */
@Entity
@Table(name = "adapters")
class AdapterEntity implements Persistable<UUID> {

    @Id
    private UUID id = new UUID(0, 0);

    private String owner = "";
    private String name = "";
    private String kind = "";
    private String baseModel = "";
    private String modelVersion = "";
    private String version = "";
    private long bytes;
    private Instant created = Instant.EPOCH;

    /** For JPA. */
    protected AdapterEntity() {}

    AdapterEntity(Adapter adapter, String owner) {
        this.id = adapter.id();
        this.owner = owner;
        this.name = adapter.name();
        this.kind = adapter.kind();
        this.baseModel = adapter.baseModel();
        this.modelVersion = adapter.modelVersion();
        this.version = adapter.version();
        this.bytes = adapter.bytes();
        this.created = adapter.created();
    }

    Adapter toAdapter() {
        return new Adapter(id, name, kind, baseModel, modelVersion, version, bytes, created);
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
