package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.NewJob;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.worker.JobHandler;
import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.service.clients.ServiceClients;
import io.opadpo.service.testing.FakeServer;
import io.opadpo.service.testing.TestDatabase;
import io.opadpo.service.testing.TestService;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Logs on its own thread, and on the one on which an answer comes. */
    static class Shouter implements JobHandler {
        private static final Logger log = LoggerFactory.getLogger(Shouter.class);

        private final ServiceClients clients;

        Shouter(ServiceClients clients) {
            this.clients = clients;
        }

        @Override
        public String kind() {
            return "shout";
        }

        @Override
        public JobOutcome run(JobRun run) {
            log.info("before");
            String shouting = Thread.currentThread().getName();
            clients.of("dataset", run.job().owner())
                    .webClient()
                    .get()
                    .uri("/echo")
                    .retrieve()
                    .bodyToMono(String.class)
                    .doOnNext(answer ->
                            log.info(Thread.currentThread().getName().equals(shouting) ? "here" : "elsewhere"))
                    .block();
            return JobOutcome.done();
        }
    }

    @Test
    void linesAreJsonAndSayWhichRunTheyAreOf() {
        // Its server starts before logging is set up.
        String database = TestDatabase.create();
        PrintStream console = System.out;
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        System.setOut(new PrintStream(lines, true, StandardCharsets.UTF_8));
        UUID pipeline = UUID.randomUUID();
        Job job;
        try (FakeServer echo = new FakeServer().on("/echo", exchange -> FakeServer.json(exchange, 200, "\"yes\""))) {
            job = shout(database, echo, pipeline);
        } finally {
            System.setOut(console);
        }

        assertThat(lines.toString(StandardCharsets.UTF_8)).doesNotContain(TestService.SERVICE_KEY);
        List<JsonNode> said = lines.toString(StandardCharsets.UTF_8)
                .lines()
                .map(JsonMapper.shared()::readTree)
                .filter(line -> line.at("/log/logger").asString("").endsWith("Shouter") || line.has("job_id"))
                .toList();
        assertThat(said)
                .extracting(line -> line.path("message").asString())
                .containsExactly(
                        "Running job " + job.id(), "before", "elsewhere", "Job " + job.id() + " ended: succeeded");
        assertThat(said).allSatisfy(line -> {
            assertThat(line.at("/service/name").asString()).isEqualTo("example");
            assertThat(line.path("job_id").asString()).isEqualTo(job.id().toString());
            assertThat(line.path("pipeline_id").asString()).isEqualTo(pipeline.toString());
            assertThat(line.path("owner").asString()).isEqualTo("alice");
            assertThat(line.path("kind").asString()).isEqualTo("shout");
            assertThat(line.path("attempt").asString()).isEqualTo("1");
            assertThat(line.path("trace_id").asString()).matches("[0-9a-f]{32}");
            assertThat(line.path("span_id").asString()).matches("[0-9a-f]{16}");
        });
        assertThat(said)
                .extracting(line -> line.path("trace_id"))
                .containsOnly(said.get(0).path("trace_id"));
    }

    private static Job shout(String database, FakeServer echo, UUID pipeline) {
        SpringApplication application = ExampleService.application();
        application.addPrimarySources(List.of(Shouter.class));
        try (TestService service = TestService.startOn(
                database,
                application,
                "opadpo.services.dataset=" + echo.uri(),
                "logging.level.io.opadpo=info",
                "logging.structured.format.console=ecs")) {
            JobStore store = service.bean(JobStore.class);
            Job job =
                    store.submit(NewJob.of("shout", "alice", JsonMapper.shared().valueToTree(Map.of()))
                            .inPipeline(pipeline));
            long start = System.nanoTime();
            while (!store.find(Owner.ANY, job.id()).orElseThrow().state().isFinal()) {
                assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
                LockSupport.parkNanos(10_000_000);
            }
            return job;
        }
    }
}
