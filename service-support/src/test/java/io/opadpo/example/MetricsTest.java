package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.jobs.JobDrains;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.FakeCollector;
import io.opadpo.service.testing.TestService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final String COUNTED =
            "opadpo_jobs_run_seconds_count{application=\"example\",end=\"succeeded\",kind=\"count\"} 1";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void jobsAreCountedByKindAtThePortForMetricsAlone() throws Exception {
        try (TestService service = TestService.start(ExampleService.application(), "management.server.port=0")) {
            service.bean(JobDrains.class).drain(List.of("parked"), false);
            Api alice = service.as("alice");
            String job = alice.post("/v1/counts", "{\"label\": \"sheep\", \"steps\": {\"up_to\": 2}}")
                    .header("Location");
            try (EventStream events = alice.events(job + "/events")) {
                events.rest();
            }
            String metrics = metrics(service);
            // The run is counted a moment after its job has ended.
            long start = System.nanoTime();
            while (!metrics.contains(COUNTED) && System.nanoTime() - start < PATIENCE.toNanos()) {
                metrics = metrics(service);
            }

            assertThat(metrics)
                    .contains("opadpo_jobs_ready{application=\"example\",kind=\"count\"} 0.0")
                    .contains("opadpo_jobs_running{application=\"example\",kind=\"parked\"} 0.0")
                    .contains("opadpo_jobs_drained{application=\"example\",kind=\"count\"} 0.0")
                    .contains("opadpo_jobs_drained{application=\"example\",kind=\"parked\"} 1.0")
                    .contains("opadpo_jobs_oldest_seconds{application=\"example\",kind=\"count\"} 0.0")
                    .contains(COUNTED)
                    .contains("opadpo_jobs_run_seconds_count{application=\"example\",end=\"lost\",kind=\"count\"} 0")
                    .contains("opadpo_jobs_run_seconds_count{application=\"example\",end=\"retried\",kind=\"count\"} 0")
                    .contains("opadpo_jobs_claims_total{application=\"example\",kind=\"count\"} 1.0")
                    .contains("opadpo_jobs_leases_expired_total{application=\"example\"} 0.0")
                    .contains("opadpo_events_streams{application=\"example\"} 0.0")
                    .contains("http_server_requests_seconds_count")
                    .containsPattern("process_resident_memory_bytes\\{application=\"example\"\\} [1-9]")
                    .doesNotContain("opadpo_jobs_attempt", "opadpo_jobs_submit");
            assertThat(alice.get("/actuator/prometheus").status()).isEqualTo(404);
            assertThat(service.anonymous().get("/readyz").status()).isEqualTo(200);
            assertThat(service.anonymous().get("/livez").status()).isEqualTo(200);
        }
    }

    @Test
    void wherePrometheusAsksForOpenMetricsThereAreNoExemplarsOfTraces() throws Exception {
        try (FakeCollector collector = new FakeCollector();
                TestService service = TestService.start(
                        ExampleService.application(), properties(collector.properties(), "management.server.port=0"))) {
            service.as("alice").get("/v1/jobs");
            collector.await(span -> span.name().equals("http get /v1/jobs"));

            assertThat(metrics(service, "application/openmetrics-text; version=1.0.0"))
                    .contains("http_server_requests_seconds_count")
                    .endsWith("# EOF\n")
                    .doesNotContain("# {");
        }
    }

    private static String[] properties(String[] some, String another) {
        return Stream.concat(Stream.of(some), Stream.of(another)).toArray(String[]::new);
    }

    private static String metrics(TestService service) throws Exception {
        return metrics(service, "text/plain");
    }

    private static String metrics(TestService service, String accept) throws Exception {
        String port = service.context.getEnvironment().getProperty("local.management.port");
        URI uri = URI.create("http://localhost:" + port + "/actuator/prometheus");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).header("Accept", accept).build(), BodyHandlers.ofString())
                .body();
    }
}
