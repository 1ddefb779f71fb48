package io.opadpo.dataset.prompt;

import io.opadpo.dataset.prompt.PromptTable.Row;
import io.opadpo.service.error.FieldError;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Prompt sets that a job fills over several runs; nobody sees one until it is complete. */
@Service
public class ImportedPromptSets {

    private final PromptSetRepository sets;
    private final PromptTable prompts;
    private final PromptSettings settings;
    private final Clock clock;

    ImportedPromptSets(PromptSetRepository sets, PromptTable prompts, PromptSettings settings, Clock clock) {
        this.sets = sets;
        this.prompts = prompts;
        this.settings = settings;
        this.clock = clock;
    }

    /** Most prompts of a set. */
    public long limit() {
        return settings.maxPrompts();
    }

    /** What is wrong with a prompt's texts, if anything is. */
    public static Optional<String> problem(String id, @Nullable String question, @Nullable String standard) {
        List<FieldError> errors = new ArrayList<>();
        PromptRules.check("row", new NewPrompt(id, null, question, standard), errors);
        return errors.stream()
                .findFirst()
                .map(error -> error.field().substring("row.".length()) + " " + error.message());
    }

    /** Begins a set, or goes on with it. */
    public void begin(String owner, UUID id) {
        if (sets.findById(id).isEmpty()) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            sets.save(new PromptSetEntity(id, owner, now));
        }
    }

    /** Adds prompts at their positions; those that are there already stay. */
    public void add(UUID set, SortedMap<Long, Prompt> batch) {
        prompts.insert(
                set,
                batch.entrySet().stream()
                        .map(entry -> new Row(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** How many prompts of it are stored. */
    public long stored(UUID set) {
        return prompts.count(set);
    }

    /** Shows a set from now on; to be called in a transaction. */
    public void complete(UUID id, String name, long count, String source) {
        PromptSetEntity set =
                sets.findById(id).orElseThrow(() -> new IllegalStateException("Prompt set " + id + " is gone"));
        set.complete(name, count);
        set.setSource(source);
    }

    /** Where a set of this owner comes from, as JSON; empty if it was sent. */
    public Optional<String> source(String owner, UUID id) {
        return sets.findByOwnerAndIdAndCompleteTrue(owner, id).map(PromptSetEntity::source);
    }
}
