package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pattern of a service's test: the service on a port, called over HTTP. */
class ExampleServiceTest {
    private final TestService service = Example.SERVICE;

    @Test
    void aJobRunsAndTellsHowItEnded() {
        Api alice = service.as("alice");
        Reply created = alice.post("/v1/counts", "{\"label\": \"sheep\", \"steps\": {\"up_to\": 3}}");
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        String id = created.json().path("id").asString();
        assertThat(created.header("Location")).isEqualTo("/v1/jobs/" + id);

        try (EventStream events = alice.events("/v1/jobs/" + id + "/events")) {
            List<EventStream.Event> all = events.rest();
            assertThat(all.get(0).name()).isEqualTo("submit");
            assertThat(all.get(all.size() - 1).json().path("data").path("state").asString())
                    .isEqualTo("SUCCEEDED");
        }
        assertThat(alice.get("/v1/jobs/" + id)
                        .json()
                        .path("result")
                        .path("counted")
                        .asInt())
                .isEqualTo(3);
        assertThat(alice.get("/v1/jobs/" + id + "/items").json().path("items").size())
                .isEqualTo(3);
    }
}
