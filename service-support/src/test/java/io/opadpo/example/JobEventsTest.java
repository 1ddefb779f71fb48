package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.jobs.Claim;
import io.opadpo.jobs.ClaimedJob;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.NewJob;
import io.opadpo.jobs.Progress;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.EventStream.Event;
import io.opadpo.service.testing.TestService;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class JobEventsTest {
    private final TestService service = Example.SERVICE;
    private final JobLeases leases = service.bean(JobLeases.class);
    private final String owner = "events-" + UUID.randomUUID().toString().substring(0, 8);
    private final Api api = service.as(owner);
    private final UUID job = service.bean(JobStore.class)
            .submit(NewJob.of(ExampleService.PARKED, owner, JsonNodeFactory.instance.objectNode())
                    .withPriority(1000))
            .id();
    private final String path = "/v1/jobs/" + job + "/events";

    @Test
    void eventsComeAsTheyHappenAndEndWithTheJob() {
        try (EventStream events = api.events(path)) {
            assertThat(events.next().orElseThrow().name()).isEqualTo("submit");
            Claim claim = claim();
            assertThat(events.next().orElseThrow().name()).isEqualTo("claim");
            leases.progress(claim, Progress.of(1, 2, "steps"));
            Event progress = events.next().orElseThrow();
            assertThat(progress.name()).isEqualTo("progress");
            assertThat(progress.json()
                            .path("data")
                            .path("progress")
                            .path("done")
                            .asInt())
                    .isEqualTo(1);
            leases.complete(claim, null);
            assertThat(events.next().orElseThrow().name()).isEqualTo("complete");
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void aStreamGoesOnAfterTheLastEventSeen() {
        Claim claim = claim();
        leases.progress(claim, Progress.of(1, 2, "steps"));
        String seen;
        try (EventStream events = api.events(path)) {
            events.next();
            seen = events.next().orElseThrow().id();
        }
        leases.progress(claim, Progress.of(2, 2, "steps"));
        leases.complete(claim, null);
        try (EventStream events = api.with("Last-Event-ID", seen).events(path)) {
            assertThat(events.rest()).extracting(Event::name).containsExactly("progress", "progress", "complete");
        }
        try (EventStream events = api.events(path + "?after=" + seen)) {
            assertThat(events.rest()).hasSize(3);
        }
    }

    @Test
    void aStreamOfAnEndedJobEndsAtOnce() {
        leases.complete(claim(), null);
        String last;
        try (EventStream events = api.events(path)) {
            List<Event> all = events.rest();
            assertThat(all).hasSize(3);
            last = all.get(2).id();
        }
        try (EventStream events = api.with("Last-Event-ID", last).events(path)) {
            assertThat(events.rest()).isEmpty();
        }
        assertThat(api.with("Last-Event-ID", "x")
                        .with("Accept", "text/event-stream")
                        .get(path)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void eventsAreAListToo() {
        leases.complete(claim(), null);
        JsonNode first = api.get(path + "?limit=2").json();
        assertThat(first.path("items").findValuesAsString("type")).containsExactly("submit", "claim");
        JsonNode rest = api.get(path + "?after=" + first.path("next").asLong()).json();
        assertThat(rest.path("items").findValuesAsString("type")).containsExactly("complete");
        assertThat(api.get(path + "?after=" + rest.path("next").asLong())
                        .json()
                        .path("items")
                        .size())
                .isZero();
    }

    private Claim claim() {
        ClaimedJob claimed = leases.claim("test", Set.of(ExampleService.PARKED), 1, Duration.ofMinutes(5))
                .get(0);
        assertThat(claimed.job().id()).isEqualTo(job);
        return claimed.claim();
    }
}
