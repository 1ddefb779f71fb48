package io.opadpo.dataset.build;

import io.opadpo.dataset.DatasetService;
import io.opadpo.jobs.ClaimedJob;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.NewJob;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A feedback job as its service would leave it: in the job store, with corrections to be fetched. */
public final class FeedbackJob {

    static final JsonMapper JSON = JsonMapper.shared();

    private FeedbackJob() {}

    /** A job that has succeeded. */
    public static UUID done(DatasetService service, String owner, List<JsonNode> corrections) {
        UUID job = waiting(service, owner, corrections);
        JobLeases leases = service.service.bean(JobLeases.class);
        for (ClaimedJob claimed : leases.claim("test", Set.of("feedback"), 10, Duration.ofMinutes(1))) {
            leases.complete(claimed.claim(), null);
        }
        return job;
    }

    /** A job that has not begun. */
    public static UUID waiting(DatasetService service, String owner, List<JsonNode> corrections) {
        Job job = service.service.bean(JobStore.class).submit(NewJob.of("feedback", owner, JSON.createObjectNode()));
        service.feedback.put(owner, job.id(), corrections);
        return job.id();
    }

    /** A correction that passes all filters. */
    public static ObjectNode correction(String id, String image) {
        return (ObjectNode) JSON.readTree("""
                {"id": "%s", "state": "DONE", "image": "%s", "question": "Was ist das, %s?", "standard": "A cat.",
                 "original": "A dog. It sits.", "revised": "A cat. It sits. A bowl is there.",
                 "report": {"image_description": "A cat 😀.",
                   "0": {"copied_content": "A dog.", "rewritten_content": "A cat.", "score": 2,
                         "error_type": "image_recognition_error", "object": ["dog -> cat"], "reason": "It's a cat."},
                   "1": {"copied_content": "It sits.", "rewritten_content": "It sits.", "score": 4,
                         "error_type": "correct", "object": [], "reason": ""},
                   "Added": {"rewritten_content": "A bowl is there.", "reason": "missing"}},
                 "judge": {"model": "judge-1", "model_version": "fp_1", "endpoint": "main", "prompt_version": "3"}, "usage": {"tokens": 5},
                 "policy": {"model": "tiny", "model_version": "abc"}}""".formatted(id, image, id));
    }

    /** One that the corrector failed on. */
    public static JsonNode failed(String id) {
        return JSON.readTree("{\"id\": \"" + id
                + "\", \"state\": \"FAILED\", \"error\": {\"code\": \"BAD_REPLY\", \"message\": \"no JSON\"}}");
    }
}
