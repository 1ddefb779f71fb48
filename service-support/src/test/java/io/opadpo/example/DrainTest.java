package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.security.Scope;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestDatabase;
import io.opadpo.service.testing.TestService;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final String[] SETTINGS = {"opadpo.blobs.folder=" + Example.BLOBS, "opadpo.jobs.lease=2s"};

    @Test
    void aDrainedServiceStartsNoJobsEvenAfterARestart() {
        String database = TestDatabase.create();
        String job;
        try (TestService service = TestService.startOn(database, ExampleService.application(), SETTINGS)) {
            Api admin = service.as("operator", Set.of(Scope.ADMIN));
            Reply drained = admin.post("/v1/admin/drain", "{\"service\": \"example\"}");
            assertThat(drained.status()).as(drained.text()).isEqualTo(200);
            assertThat(drained.json().path("items").findValuesAsString("kind")).containsExactly("count", "parked");

            Api alice = service.as("alice");
            job = alice.post("/v1/counts", "{\"label\": \"x\", \"steps\": {\"up_to\": 2}}")
                    .json()
                    .path("id")
                    .asString();
            assertThat(service.anonymous().get("/readyz").status())
                    .as("it still answers")
                    .isEqualTo(200);
        }
        try (TestService service = TestService.startOn(database, ExampleService.application(), SETTINGS)) {
            Api alice = service.as("alice");
            Api admin = service.as("operator", Set.of(Scope.ADMIN));
            // Whoever claims in order would have taken this one first.
            assertThat(alice.get("/v1/jobs/" + job).json().path("state").asString())
                    .isEqualTo("READY");
            assertThat(admin.get("/v1/admin/drain").json().at("/items/0/ready").asInt())
                    .isEqualTo(1);

            admin.post("/v1/admin/resume", "{\"kinds\": [\"count\"]}");
            try (EventStream events = alice.events("/v1/jobs/" + job + "/events")) {
                events.rest();
            }
            assertThat(alice.get("/v1/jobs/" + job).json().path("state").asString())
                    .isEqualTo("SUCCEEDED");
            assertThat(admin.get("/v1/admin/drain").json().path("items").findValuesAsString("kind"))
                    .containsExactly("parked");
        }
    }

    @Test
    void whatCannotBeDrainedIsTold() {
        Api admin = Example.SERVICE.as("operator", Set.of(Scope.ADMIN));
        for (String body :
                new String[] {"{}", "{\"kinds\": []}", "{\"kinds\": [\"nothing\"]}", "{\"service\": \"no\"}"}) {
            Reply reply = admin.post("/v1/admin/drain", body);
            assertThat(reply.status()).as(body).isEqualTo(400);
            assertThat(reply.json().at("/errors/0/field").asString()).isIn("service", "kinds");
        }
        assertThat(Example.SERVICE.as("alice").post("/v1/admin/drain", "{}").status())
                .isEqualTo(403);
    }
}
