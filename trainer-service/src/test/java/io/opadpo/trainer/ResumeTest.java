package io.opadpo.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.TestDatabase;
import io.opadpo.service.testing.TestService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A training that is stopped, in whatever way, ends with the bytes of one that is not. */
class ResumeTest {

    private static final String KEY = "bootstrap-key-of-the-tests";
    private static final int STEPS = 60;
    private static final String TRAINING = """
            {"kind": "opa", "model": "tiny", "dataset": "%s", "options": {"rank": 2, "epochs": 15, "batch": 2,
             "micro_batch": 2, "learning_rate": 1e-3, "max_prompt": 400, "checkpoint_every": 3}}
            """;

    /** Version of the adapter that a training ends with which nothing stops; the same for all tests. */
    private static String uninterrupted;

    @TempDir
    private Path files;

    private FakeDatasets datasets;
    private UUID data;

    @BeforeEach
    void makeData() {
        datasets = new FakeDatasets();
        data = datasets.add("default", TinyTrainer.samples(8));
    }

    @AfterEach
    void close() {
        datasets.close();
    }

    @Test
    void aPausedTrainingGoesOnAsIfNothingHadHappened() {
        String[] properties = TinyTrainer.properties(files, datasets, "opadpo.security.bootstrap-key=" + KEY);
        try (TestService service = TestService.start(TrainerApplication.application(), properties)) {
            Api api = service.anonymous().with("Authorization", "Bearer " + KEY);
            String job = TinyTrainer.submit(api, "/v1/trainings", TRAINING.formatted(data));
            TinyTrainer.event(api, job, TinyTrainer.step(2));
            api.post("/v1/jobs/" + job + "/pause");
            TinyTrainer.event(
                    api,
                    job,
                    event -> event.json().at("/data/state").asString("").equals("PAUSED"));
            JsonNode paused = api.get("/v1/jobs/" + job).json();
            assertThat(paused.path("state").asString()).isEqualTo("PAUSED");
            int step = paused.at("/progress/done").asInt();
            assertThat(step).isBetween(2, STEPS - 1);
            JsonNode checkpoints =
                    api.get("/v1/trainings/" + job + "/checkpoints").json().path("items");
            assertThat(checkpoints.path(checkpoints.size() - 1).path("step").asInt())
                    .isGreaterThanOrEqualTo(step);
            api.post("/v1/jobs/" + job + "/resume");
            requireSameAsUninterrupted(api, TinyTrainer.result(api, job));
            // Every step once, whatever happened in between.
            assertThat(api.get("/v1/trainings/" + job + "/metrics")
                            .json()
                            .path("items")
                            .size())
                    .isEqualTo(STEPS);
        }
    }

    @Test
    void aServiceThatGoesDownLosesNothing() {
        String database = TestDatabase.create();
        String[] properties = TinyTrainer.properties(files, datasets, "opadpo.security.bootstrap-key=" + KEY);
        String job;
        try (TestService first = TestService.startOn(database, TrainerApplication.application(), properties)) {
            Api api = first.anonymous().with("Authorization", "Bearer " + KEY);
            job = TinyTrainer.submit(api, "/v1/trainings", TRAINING.formatted(data));
            TinyTrainer.event(api, job, TinyTrainer.step(7));
        }
        try (TestService second = TestService.startOn(database, TrainerApplication.application(), properties)) {
            Api api = second.anonymous().with("Authorization", "Bearer " + KEY);
            JsonNode result = TinyTrainer.result(api, job);
            JsonNode attempts = api.get("/v1/jobs/" + job).json().path("attempts");
            assertThat(attempts.path("errors").asInt()
                            + attempts.path("crashes").asInt())
                    .isZero();
            requireSameAsUninterrupted(api, result);
        }
    }

    @Test
    void aKilledServiceGoesOnWhenItIsBack() throws Exception {
        String database = TestDatabase.create();
        String job;
        try (ServiceProcess first = ServiceProcess.start(properties(database))) {
            job = TinyTrainer.submit(first.api(), "/v1/trainings", TRAINING.formatted(data));
            TinyTrainer.event(first.api(), job, TinyTrainer.step(7));
        }
        try (ServiceProcess second = ServiceProcess.start(properties(database))) {
            Api api = second.api();
            JsonNode result = TinyTrainer.result(api, job);
            JsonNode ended = api.get("/v1/jobs/" + job).json();
            assertThat(ended.at("/attempts/crashes").asInt()).isEqualTo(1);
            assertThat(ended.at("/attempts/errors").asInt()).isZero();
            int from = TinyTrainer.event(
                            api,
                            job,
                            event -> event.name().equals("training_started")
                                    && event.json().at("/data/from_step").asInt() > 0)
                    .json()
                    .at("/data/from_step")
                    .asInt();
            assertThat(from).isBetween(5, STEPS - 1);
            requireSameAsUninterrupted(api, result);
        }
    }

    private void requireSameAsUninterrupted(Api api, JsonNode result) {
        if (uninterrupted == null) {
            JsonNode whole =
                    TinyTrainer.result(api, TinyTrainer.submit(api, "/v1/trainings", TRAINING.formatted(data)));
            assertThat(whole.path("steps").asInt()).isEqualTo(STEPS);
            assertThat(whole.path("adapter")).isNotEqualTo(result.path("adapter"));
            uninterrupted = whole.path("adapter_version").asString();
        }
        assertThat(result.path("steps").asInt()).isEqualTo(STEPS);
        assertThat(result.path("adapter_version").asString()).isEqualTo(uninterrupted);
    }

    private List<String> properties(String database) {
        List<String> all = new ArrayList<>(List.of(TinyTrainer.properties(
                files,
                datasets,
                "spring.datasource.url=" + database,
                "opadpo.security.service-key=" + TestService.SERVICE_KEY,
                "opadpo.security.bootstrap-key=" + KEY)));
        all.add("opadpo.web.event-poll=20ms");
        return all;
    }

    /** The service in a process of its own, which is killed without warning. */
    private record ServiceProcess(Process process, Api api) implements AutoCloseable {

        static ServiceProcess start(List<String> properties) throws IOException {
            int port = freePort();
            List<String> command = new ArrayList<>(List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-Xmx1g",
                    "-Dai.djl.pytorch.num_threads=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    TrainerApplication.class.getName(),
                    "--server.port=" + port));
            properties.forEach(property -> command.add("--" + property));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            awaitStart(process);
            Api api = new Api(URI.create("http://localhost:" + port), Map.of("Authorization", "Bearer " + KEY));
            return new ServiceProcess(process, api);
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }

        /** Reads the log until the service says that it has started; goes on reading, so that it never waits for us. */
        private static void awaitStart(Process process) throws IOException {
            BufferedReader log =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder seen = new StringBuilder();
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                seen.append(line).append('\n');
                if (line.contains("Started TrainerApplication")) {
                    Thread reader = new Thread(() -> drain(log), "service-log");
                    reader.setDaemon(true);
                    reader.start();
                    return;
                }
            }
            throw new AssertionError("the service did not start:\n" + seen);
        }

        private static void drain(BufferedReader log) {
            try {
                while (log.readLine() != null) {
                    // Nobody reads it.
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** SIGKILL. */
        @Override
        public void close() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }
}
