package io.opadpo.dataset.prompt;

import io.opadpo.dataset.NewestFirst;
import io.opadpo.dataset.image.Images;
import io.opadpo.dataset.prompt.PromptTable.Row;
import io.opadpo.jobs.JobRemoval;
import io.opadpo.jobs.Owner;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.web.Idempotency;
import io.opadpo.service.web.IdempotencyKey;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;

/**
 * Prompt sets by owner. A new one is loaded in many short transactions while nobody sees it, and then appears in one.
 */
@Service
class PromptSets {

    private final PromptSetRepository sets;
    private final PromptTable prompts;
    private final Images images;
    private final Idempotency idempotency;
    private final PromptSettings settings;
    private final JobRemoval removal;
    private final Clock clock;

    PromptSets(
            PromptSetRepository sets,
            PromptTable prompts,
            Images images,
            Idempotency idempotency,
            PromptSettings settings,
            JobRemoval removal,
            Clock clock) {
        this.sets = sets;
        this.prompts = prompts;
        this.images = images;
        this.idempotency = idempotency;
        this.settings = settings;
        this.removal = removal;
        this.clock = clock;
    }

    /**
     * Makes a set, or gives the one that the same request made before.
     *
     * @param request what was asked for; called after the source is read
     * @throws ApiException naming prompt and field, if one is bad
     */
    PromptSet create(String owner, IdempotencyKey key, PromptSource source, Supplier<Object> request)
            throws IOException {
        UUID id = UUID.randomUUID();
        sets.save(new PromptSetEntity(id, owner, now()));
        boolean kept = false;
        try {
            PromptLoad load = new PromptLoad(owner, id, settings.maxPrompts(), images, prompts);
            String name = source.read(load);
            load.finish();
            PromptSet set = idempotency.once(
                    owner,
                    key,
                    "prompt-sets",
                    request.get(),
                    PromptSet.class,
                    made -> sets.findByOwnerAndIdAndCompleteTrue(owner, made.id())
                            .isPresent(),
                    () -> complete(id, name, load.count()));
            kept = set.id().equals(id);
            return set;
        } finally {
            if (!kept) {
                sets.discard(id);
            }
        }
    }

    private PromptSet complete(UUID id, String name, long count) {
        PromptSetEntity set = sets.findById(id).orElseThrow(() -> new IllegalStateException("Prompt set is gone"));
        set.complete(name, count);
        return set.set();
    }

    PromptSet get(String owner, UUID id) {
        return sets.findByOwnerAndIdAndCompleteTrue(owner, id)
                .orElseThrow(() -> ApiException.notFound("prompt set " + id))
                .set();
    }

    /** @throws ApiException if jobs that have not ended name it */
    void delete(String owner, UUID id) {
        get(owner, id);
        List<String> users = removal.unfinishedNaming(Owner.of(owner), id.toString()).stream()
                .map(job -> "job " + job)
                .toList();
        if (!users.isEmpty()) {
            throw ApiException.inUse("prompt set " + id, users);
        }
        sets.delete(id);
    }

    List<PromptSet> list(String owner, NewestFirst after, int limit) {
        return sets.listBefore(owner, after.created(), after.id(), Limit.of(limit)).stream()
                .map(PromptSetEntity::set)
                .toList();
    }

    /** Prompts behind this position. */
    List<Row> prompts(String owner, UUID id, long after, int limit) {
        return prompts.list(get(owner, id).id(), after, limit);
    }

    /** Removes what processes that died in the middle of an upload have left. */
    @EventListener(ApplicationReadyEvent.class)
    void discardUnfinished() {
        sets.discardUnfinished(now().minus(settings.unfinishedAfter()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
