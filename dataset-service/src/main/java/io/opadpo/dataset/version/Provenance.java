package io.opadpo.dataset.version;

import io.opadpo.dataset.prompt.ImportedPromptSets;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which files a data set's samples come from in the end: those that were imported as a data set, or as the prompts of the
 * rollout whose answers were corrected.
 */
@Component
final class Provenance {

    private final JobStore jobs;
    private final ImportedPromptSets sets;
    private final JsonMapper json;

    Provenance(JobStore jobs, ImportedPromptSets sets, JsonMapper json) {
        this.jobs = jobs;
        this.sets = sets;
        this.json = json;
    }

    /** A manifest of {@code io.opadpo.dataset.source}; empty if the prompts were sent, or a job is gone. */
    Optional<JsonNode> of(Dataset dataset) {
        Optional<String> source = Optional.ofNullable(dataset.origin().source());
        if (source.isEmpty() && dataset.origin().feedbackJob() != null) {
            String owner = dataset.owner();
            source = parameter(owner, dataset.origin().feedbackJob(), "rollout_job")
                    .flatMap(rollout -> parameter(owner, rollout, "prompt_set"))
                    .flatMap(set -> sets.source(owner, set));
        }
        return source.map(json::readTree);
    }

    private Optional<UUID> parameter(String owner, UUID job, String name) {
        return jobs.find(Owner.of(owner), job)
                .map(found -> found.parameters().path(name).asString(""))
                .filter(id -> id.matches("[0-9a-f-]{36}"))
                .map(UUID::fromString);
    }
}
