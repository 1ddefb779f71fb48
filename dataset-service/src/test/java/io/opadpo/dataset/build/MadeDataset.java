package io.opadpo.dataset.build;

import io.opadpo.dataset.DatasetService;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A data set of one correction, made by a job. */
public record MadeDataset(UUID id, UUID job, UUID feedbackJob) {

    public static MadeDataset of(DatasetService service, String owner, String image) {
        UUID feedback = FeedbackJob.done(service, owner, List.of(FeedbackJob.correction("a", image)));
        Api api = service.as(owner);
        String job = api.post("/v1/datasets", "{\"name\": \"made\", \"feedback_job\": \"" + feedback + "\"}")
                .header("Location");
        try (EventStream events = api.events(job + "/events")) {
            events.rest();
        }
        JsonNode ended = api.get(job).json();
        return new MadeDataset(
                UUID.fromString(ended.at("/result/dataset").asString()),
                UUID.fromString(ended.path("id").asString()),
                feedback);
    }
}
