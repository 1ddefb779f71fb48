package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.FakeCollector;
import io.opadpo.service.testing.FakeCollector.Span;
import io.opadpo.service.testing.FakeServer;
import io.opadpo.service.testing.TestService;
import java.net.URI;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.WebClient;

class TraceTest {
    private static final String COUNT = "{\"label\": \"sheep\", \"steps\": {\"up_to\": 2}}";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";

    @Test
    void aJobsRunBelongsToTheTraceOfTheRequestThatSubmittedIt() {
        try (FakeCollector collector = new FakeCollector();
                TestService service = TestService.start(ExampleService.application(), collector.properties())) {
            String job = count(service, "00-" + TRACE + "-" + CALLER + "-01");

            Span run = collector.await(span -> span.name().equals("run count"));
            Span submission = collector.await(span -> span.id().equals(run.parent()));
            Span request = collector.await(span -> span.id().equals(submission.parent()));
            assertThat(run.trace()).isEqualTo(TRACE);
            assertThat(run.service()).isEqualTo("example");
            assertThat(run.attributes())
                    .containsEntry("opadpo.job.kind", "count")
                    .containsEntry("opadpo.job.attempt", "1")
                    .containsEntry("opadpo.job.end", "succeeded")
                    .containsEntry("opadpo.job.id", job.substring(job.lastIndexOf('/') + 1));
            assertThat(submission.name()).isEqualTo("submit count");
            assertThat(request.name()).isEqualTo("http post /v1/counts");
            assertThat(request.parent()).as("the caller's span").isEqualTo(CALLER);

            service.anonymous().get("/readyz");
            count(service, "00-11111111111111111111111111111111-1111111111111111-01");
            collector.await(
                    span -> span.trace().startsWith("1111") && span.name().equals("run count"));
            assertThat(collector.spans()).extracting(Span::name).noneMatch(name -> name.contains("readyz"));
        }
    }

    @Test
    void whatTheCallerDoesNotSampleIsNotSent() {
        try (FakeCollector collector = new FakeCollector();
                TestService service = TestService.start(ExampleService.application(), collector.properties())) {
            count(service, "00-" + TRACE + "-" + CALLER + "-00");
            count(service, "00-22222222222222222222222222222222-2222222222222222-01");
            collector.await(
                    span -> span.trace().startsWith("2222") && span.name().equals("run count"));
            assertThat(collector.spans()).extracting(Span::trace).doesNotContain(TRACE);
        }
    }

    @Test
    void whatAnAddressHidesInItsQueryIsNotSent() {
        try (FakeCollector collector = new FakeCollector();
                FakeServer hub = hubThatSigns();
                TestService service = TestService.start(ExampleService.application(), collector.properties())) {
            WebClient client = service.bean(WebClient.Builder.class).build();
            URI signed = Objects.requireNonNull(
                    get(client, hub.uri().resolve("/file?token=hidden")).getLocation());
            assertThat(signed.getQuery()).contains("hidden");
            get(client, URI.create(signed.toString().replace("://", "://hidden:too@")));

            Span download = collector.await(span -> url(span).contains("/signed/"));
            assertThat(url(download)).isEqualTo(hub.uri() + "/signed/a%20file");
            collector.await(span -> url(span).equals(hub.uri() + "/file"));
            assertThat(collector.spans().toString()).doesNotContain("hidden");
        }
    }

    private static FakeServer hubThatSigns() {
        FakeServer hub = new FakeServer().on("/signed/", exchange -> FakeServer.json(exchange, 200, "{}"));
        return hub.on("/file", exchange -> {
            exchange.getResponseHeaders().set("Location", hub.uri() + "/signed/a%20file?X-Amz-Signature=hidden");
            FakeServer.json(exchange, 302, "{}");
        });
    }

    private static HttpHeaders get(WebClient client, URI uri) {
        return Objects.requireNonNull(
                        client.get().uri(uri).retrieve().toBodilessEntity().block())
                .getHeaders();
    }

    private static String url(Span span) {
        return span.attributes().getOrDefault("http.url", "");
    }

    /** Counts to the end, and gives the job's path. */
    private static String count(TestService service, String traceparent) {
        var alice = service.as("alice").with("traceparent", traceparent);
        String job = alice.post("/v1/counts", COUNT).header("Location");
        try (EventStream events = alice.events(job + "/events")) {
            events.rest();
        }
        return job;
    }
}
