package io.opadpo.quickstart.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.Api;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Every service runs in a process of its own and is killed in the middle of its stage; the database crashes in one stage
 * and is restarted in another. The pipeline ends as one that nothing happens to.
 */
@EnabledOnOs(OS.LINUX)
class KilledServicesTest {

    static final int CONCURRENCY = 2;
    static final int CHECKPOINT_EVERY = 2;

    /** How many answers and corrections there are when the service is killed. */
    private static final int BEFORE = 5;

    private static final int KILLED_AT_STEP = 5;

    @TempDir
    private Path folder;

    private SeparatePlatform platform;

    @BeforeEach
    void start() throws IOException {
        platform = new SeparatePlatform(folder);
    }

    @AfterEach
    void stop() throws IOException {
        platform.close();
    }

    @Test
    @Timeout(600)
    void thePipelineEndsAsIfNothingHadHappened() throws Exception {
        String prompts = platform.post(
                        platform.user,
                        "/v1/prompt-sets",
                        StandIns.promptSet(platform.user).toString())
                .path("id")
                .asString();
        PipelineRun undisturbed = submit(platform.user, StandIns.pipeline("undisturbed", prompts));
        undisturbed.result("evaluation");

        platform.trainer.allow(BEFORE);
        platform.corrector.allow(BEFORE);
        PipelineRun disturbed;
        try (Connection blocker = platform.database.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            // Every data set gets its version here, at the very end of its job.
            statement.execute("LOCK TABLE dataset_names IN SHARE MODE");
            disturbed = killRolloutAndGateway(StandIns.pipeline("disturbed", prompts));
            killFeedback(disturbed);
            killDatasetAndDatabase(disturbed);
        }
        killTrainer(disturbed, "opa", "steps", KILLED_AT_STEP);
        restartDatabase(disturbed);
        killTrainer(disturbed, "evaluation", "scores", BEFORE);

        assertThat(disturbed.dataset()).isEqualTo(undisturbed.dataset()).isNotBlank();
        assertThat(disturbed.adapter("opa")).isEqualTo(undisturbed.adapter("opa"));
        assertThat(disturbed.adapter("opa_dpo"))
                .isEqualTo(undisturbed.adapter("opa_dpo"))
                .isNotEqualTo(disturbed.adapter("opa"));
        assertThat(disturbed.evaluation()).isEqualTo(undisturbed.evaluation());
        nothingWasDoneTwice(disturbed);
    }

    private PipelineRun submit(Api user, String body) {
        return new PipelineRun(
                platform, platform.post(user, "/v1/pipelines", body).path("id").asString());
    }

    private PipelineRun killRolloutAndGateway(String body) throws IOException {
        Api once = platform.user.with("Idempotency-Key", "once");
        PipelineRun run = submit(once, body);
        platform.awaitProgress(run.job("rollout"), "answers", BEFORE);
        List<String> inFlight = killAsking(platform.trainer, Service.ROLLOUT, Service.GATEWAY);
        assertThat(submit(once, body)).as("the same request at another gateway").isEqualTo(run);
        platform.succeeded(run.job("rollout"));
        askedOnceBut(inFlight, platform.trainer);
        return run;
    }

    private void killFeedback(PipelineRun run) throws IOException {
        platform.awaitProgress(run.job("feedback"), "corrections", BEFORE);
        List<String> inFlight = killAsking(platform.corrector, Service.FEEDBACK);
        platform.succeeded(run.job("feedback"));
        askedOnceBut(inFlight, platform.corrector);
    }

    /** Kills services when all requests that may be open are, and starts them again; gives those requests. */
    private List<String> killAsking(Relay relay, Service... services) throws IOException {
        SeparatePlatform.await("all requests are open", () -> relay.waiting() == CONCURRENCY);
        Stream.of(services).forEach(platform::kill);
        List<String> inFlight = relay.open();
        platform.start(services);
        return inFlight;
    }

    /** Each item was asked about once, those in flight at the kill once more, and no other item at all. */
    private static void askedOnceBut(List<String> inFlight, Relay relay) {
        List<String> asked = relay.asked();
        assertThat(inFlight).hasSize(CONCURRENCY).doesNotHaveDuplicates();
        assertThat(new HashSet<>(asked)).hasSize(StandIns.prompts());
        assertThat(asked).hasSize(StandIns.prompts() + CONCURRENCY);
        assertThat(asked.stream().filter(inFlight::contains)).hasSize(2 * CONCURRENCY);
    }

    /** The data set is written and about to be published, inside a transaction. */
    private void killDatasetAndDatabase(PipelineRun run) throws Exception {
        SeparatePlatform.await("the data set waits for its version", this::someoneWaitsForTheBlocker);
        assertThat(run.stage("dataset").at("/progress/done").asInt()).isEqualTo(StandIns.prompts());
        platform.kill(Service.DATASET);
        platform.database.crash();
        platform.start(Service.DATASET);
        String job = run.job("dataset");
        platform.succeeded(job);
        assertThat(count("SELECT count(*) FROM datasets WHERE job = '%s'".formatted(job)))
                .as("published once, and no draft left")
                .isOne();
        assertThat(run.result("dataset").path("version").asInt()).isOne();
    }

    private boolean someoneWaitsForTheBlocker() {
        try {
            return count("SELECT count(*) FROM pg_locks"
                            + " WHERE NOT granted AND relation = 'dataset_names'::regclass")
                    > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private int count(String query) throws SQLException {
        try (Connection connection = platform.database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void killTrainer(PipelineRun run, String stage, String unit, int done) throws IOException {
        platform.awaitProgress(run.job(stage), unit, done);
        platform.kill(Service.TRAINER);
        platform.start(Service.TRAINER);
        platform.succeeded(run.job(stage));
    }

    private void restartDatabase(PipelineRun run) throws IOException {
        platform.awaitProgress(run.job("opa_dpo"), "steps", 2);
        platform.database.restart();
        platform.succeeded(run.job("opa_dpo"));
    }

    private void nothingWasDoneTwice(PipelineRun run) {
        for (String stage : List.of("rollout", "feedback", "evaluation")) {
            assertThat(run.items(stage, "state")).as(stage).containsOnly("DONE");
            assertThat(run.items(stage, "attempts")).as(stage).containsOnly("1");
        }
        for (String stage : List.of("rollout", "feedback", "dataset", "opa", "evaluation")) {
            JsonNode attempts = platform.get("/v1/jobs/" + run.job(stage)).path("attempts");
            assertThat(attempts.path("errors").asInt()).as(stage).isZero();
            assertThat(attempts.path("crashes").asInt()).as(stage).isOne();
        }
        for (String stage : List.of("opa", "opa_dpo")) {
            assertThat(run.steps(stage))
                    .isEqualTo(IntStream.rangeClosed(
                                    1, run.result(stage).path("steps").asInt())
                            .boxed()
                            .toList());
        }
        assertThat(run.startedFrom("opa")).hasSize(2).startsWith(0);
        assertThat(run.startedFrom("opa").get(1))
                .as("steps since the last checkpoint are computed again, and no more")
                .isGreaterThanOrEqualTo(KILLED_AT_STEP - CHECKPOINT_EVERY);
    }
}
