package io.opadpo.dataset.version;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A row of {@code datasets}: a draft, and once it has a version, a published one. */
@Entity
@Table(name = "datasets")
@SuppressWarnings("NullAway.Init")
class DatasetEntity implements Persistable<UUID> {
    @Id
    private UUID id;

    private String owner;
    private String name;

    @Nullable
    private Integer version;

    private UUID job;

    @Nullable
    private UUID feedbackJob;

    @Nullable
    private String source;

    private long samples;
    private long dropped;

    @Nullable
    private String statistics;

    private Instant created;

    protected DatasetEntity() {}

    DatasetEntity(UUID id, String owner, String name, UUID job, Origin origin, Instant created) {
        this.id = id;
        this.owner = owner;
        this.name = name;
        this.job = job;
        this.feedbackJob = origin.feedbackJob();
        this.source = origin.source();
        this.created = created;
    }

    void publish(int version, Contents contents, Instant now) {
        if (this.version != null) {
            throw new IllegalStateException("Data set " + id + " is published already");
        }
        this.version = version;
        samples = contents.samples();
        dropped = contents.dropped();
        statistics = contents.statistics();
        created = now;
    }

    boolean isDraft() {
        return version == null;
    }

    @Override
    public UUID getId() {
        return id;
    }

    /** Saved once, as a draft; changed only while it is managed. */
    @Override
    public boolean isNew() {
        return isDraft();
    }

    String name() {
        return name;
    }

    Draft draft() {
        return new Draft(id, owner);
    }

    Dataset dataset() {
        if (version == null || statistics == null) {
            throw new IllegalStateException("Data set " + id + " is a draft");
        }
        return new Dataset(
                id, owner, name, version, job, new Origin(feedbackJob, source), samples, dropped, statistics, created);
    }
}
