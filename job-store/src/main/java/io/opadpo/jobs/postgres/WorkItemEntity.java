package io.opadpo.jobs.postgres;

import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.WorkItem;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code work_items}. */
@Entity
@Immutable
@Table(name = "work_items")
@IdClass(WorkItemEntity.Key.class)
@SuppressWarnings("NullAway.Init")
class WorkItemEntity {
    record Key(UUID job, String item) {}

    @Id
    UUID job;

    @Id
    String item;

    @Enumerated(EnumType.STRING)
    ItemState state;

    int attempts;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String output;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String error;

    OffsetDateTime updated;

    WorkItem toItem() {
        return new WorkItem(
                job,
                item,
                state,
                attempts,
                Json.nodeOrNull(output),
                Json.valueOrNull(error, JobError.class),
                updated.toInstant());
    }
}
