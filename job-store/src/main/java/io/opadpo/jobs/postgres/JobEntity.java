package io.opadpo.jobs.postgres;

import io.opadpo.jobs.Attempts;
import io.opadpo.jobs.Claim;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.Progress;
import io.opadpo.jobs.Timeline;
import io.opadpo.jobs.Wish;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code jobs}, read by JPA or from what a statement returns. */
@Entity
@Immutable
@Table(name = "jobs")
@SuppressWarnings("NullAway.Init")
class JobEntity {
    @Id
    UUID id;

    String kind;
    String owner;

    @Nullable
    UUID pipeline;

    @Enumerated(EnumType.STRING)
    JobState state;

    @Enumerated(EnumType.STRING)
    Wish wish;

    int priority;

    @JdbcTypeCode(SqlTypes.JSON)
    String parameters;

    int errors;
    int crashes;
    int maxAttempts;

    @Nullable
    String worker;

    long fence;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String progress;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String result;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String error;

    @Nullable
    String idempotencyKey;

    @Nullable
    String traceparent;

    OffsetDateTime created;
    OffsetDateTime runAt;

    @Nullable
    OffsetDateTime started;

    @Nullable
    OffsetDateTime finished;

    OffsetDateTime updated;

    Job toJob() {
        return new Job(
                id,
                kind,
                pipeline,
                owner,
                state,
                wish,
                priority,
                Json.node(parameters),
                new Attempts(errors, crashes, maxAttempts),
                worker,
                Json.valueOrNull(progress, Progress.class),
                Json.nodeOrNull(result),
                Json.valueOrNull(error, JobError.class),
                idempotencyKey,
                new Timeline(
                        created.toInstant(),
                        runAt.toInstant(),
                        instant(started),
                        instant(finished),
                        updated.toInstant()));
    }

    Claim toClaim() {
        return new Claim(id, fence, errors);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
