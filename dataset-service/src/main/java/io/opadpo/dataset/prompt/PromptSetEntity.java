package io.opadpo.dataset.prompt;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A row of {@code prompt_sets}. */
@Entity
@Table(name = "prompt_sets")
@SuppressWarnings("NullAway.Init")
class PromptSetEntity implements Persistable<UUID> {
    @Id
    private UUID id;

    private String owner;

    @Nullable
    private String name;

    @Nullable
    private Long count;

    @Nullable
    private String source;

    private Instant created;
    private boolean complete;

    protected PromptSetEntity() {}

    PromptSetEntity(UUID id, String owner, Instant created) {
        this.id = id;
        this.owner = owner;
        this.created = created;
    }

    void complete(String name, long count) {
        this.name = name;
        this.count = count;
        complete = true;
    }

    void setSource(String source) {
        this.source = source;
    }

    @Nullable
    String source() {
        return source;
    }

    PromptSet set() {
        if (name == null || count == null) {
            throw new IllegalStateException("Prompt set " + id + " is not complete");
        }
        return new PromptSet(id, name, count, created);
    }

    @Override
    public UUID getId() {
        return id;
    }

    /** Saved once, before its prompts; changed only while it is managed. */
    @Override
    public boolean isNew() {
        return !complete;
    }
}
