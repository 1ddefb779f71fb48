package io.opadpo.jobs.postgres;

import io.opadpo.jobs.JobEvent;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of {@code job_events}. */
@Entity
@Immutable
@Table(name = "job_events")
@SuppressWarnings("NullAway.Init")
class JobEventEntity {
    @Id
    long seq;

    UUID job;
    OffsetDateTime at;
    String type;

    @JdbcTypeCode(SqlTypes.JSON)
    String data;

    JobEvent toEvent() {
        return new JobEvent(seq, job, at.toInstant(), type, Json.node(data));
    }
}
