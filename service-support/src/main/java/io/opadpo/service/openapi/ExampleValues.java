package io.opadpo.service.openapi;

import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobFilter;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Values for the fields of example bodies, by the names that these fields have all over the platform. */
final class ExampleValues {
    private final ExampleProperties properties;
    private final JobStore jobs;

    ExampleValues(ExampleProperties properties, JobStore jobs) {
        this.properties = properties;
        this.jobs = jobs;
    }

    /** What to name in this field; nothing if what is there may stay. */
    Optional<JsonNode> of(String field) {
        JsonMapper json = JsonMapper.shared();
        return switch (field) {
            case "model" -> text(properties.model());
            case "prompt_set" -> newest("rollout").map(job -> job.parameters().path(field));
            case "rollout_job" -> newest("rollout").map(job -> json.valueToTree(job.id()));
            case "feedback_job" -> newest("feedback").map(job -> json.valueToTree(job.id()));
            case "dataset_job" -> newest("dataset").map(job -> json.valueToTree(job.id()));
            case "dataset" -> made("dataset", field);
            case "start_adapter" -> made("opa", "adapter");
            case "adapter" -> made("opa-dpo", "adapter");
            case "adapters" -> adapters();
            default -> Optional.empty();
        };
    }

    private Optional<JsonNode> text(@Nullable String value) {
        return value == null || value.isBlank()
                ? Optional.empty()
                : Optional.of(JsonMapper.shared().getNodeFactory().stringNode(value));
    }

    private Optional<JsonNode> adapters() {
        List<JsonNode> names = new ArrayList<>();
        made("opa", "adapter").ifPresent(names::add);
        made("opa-dpo", "adapter").ifPresent(names::add);
        ArrayNode array = JsonMapper.shared().createArrayNode().addAll(names);
        return names.isEmpty() ? Optional.empty() : Optional.of(array);
    }

    /** A field of what the newest job of a kind has made. */
    private Optional<JsonNode> made(String kind, String field) {
        return newest(kind).flatMap(job -> Optional.ofNullable(job.result()).map(result -> result.path(field)));
    }

    private Optional<Job> newest(String kind) {
        if (properties.owner() == null || properties.owner().isBlank()) {
            return Optional.empty();
        }
        JobFilter filter = new JobFilter(Set.of(kind), Set.of(JobState.SUCCEEDED), null);
        return jobs.list(Owner.of(properties.owner()), filter, null, 1).items().stream()
                .findFirst();
    }
}
