package io.opadpo.gateway.pipelines;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code pipelines}. It is written once. */
@Entity
@Table(name = "pipelines")
class PipelineEntity {
    @Id
    private UUID id;

    private String owner;
    private String name;

    /** JSON as text. */
    @JdbcTypeCode(SqlTypes.JSON)
    @Column(columnDefinition = "jsonb")
    private String request;

    private Instant created;

    @NullUnmarked
    protected PipelineEntity() {}

    PipelineEntity(UUID id, String owner, String name, String request, Instant created) {
        this.id = id;
        this.owner = owner;
        this.name = name;
        this.request = request;
        this.created = created;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    String request() {
        return request;
    }

    Instant created() {
        return created;
    }
}
