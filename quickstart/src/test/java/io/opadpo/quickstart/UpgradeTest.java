package io.opadpo.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.lab.corrector.Fault;
import io.opadpo.lab.corrector.StandInCorrector;
import io.opadpo.quickstart.lab.LabSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The present code over the database of a release, as its demonstration left it (ops/release-dump.sh). */
class UpgradeTest {
    @TempDir
    private Path data;

    @Test
    void rowsOfTheReleaseBeforeAreServed() throws Exception {
        load("releases/0.1.0.sql.gz");
        try (StandInCorrector corrector =
                        StandInCorrector.start(0, java.util.Map.of(), request -> Fault.NONE, task -> {});
                RunningPlatform platform = RunningPlatform.start(data, corrector, new LabSize(8, 4))) {
            JsonNode pipeline = platform.user.get("/v1/pipelines").json().at("/items/0");
            assertThat(pipeline.path("state").asString()).isEqualTo("SUCCEEDED");
            assertThat(pipeline.path("stages").findValuesAsString("stage"))
                    .containsExactly("rollout", "feedback", "dataset", "opa", "opa_dpo", "evaluation");
            String feedback =
                    RunningPlatform.stage(pipeline, "feedback").path("job").asString();
            JsonNode corrections = platform.user
                    .get("/v1/feedback/" + feedback + "/corrections?limit=1")
                    .json()
                    .path("items");
            assertThat(corrections.at("/0/revised").asString()).isNotEmpty();
            assertThat(platform.user
                            .get("/v1/jobs/" + feedback + "/items")
                            .json()
                            .path("items")
                            .size())
                    .isPositive();
            assertThat(platform.user
                            .get("/v1/jobs/" + feedback + "/events")
                            .json()
                            .path("items")
                            .size())
                    .isPositive();
            for (String list : new String[] {"/v1/prompt-sets", "/v1/datasets", "/v1/adapters", "/v1/jobs"}) {
                assertThat(platform.user.get(list).json().path("items").size())
                        .as(list)
                        .isPositive();
            }

            String path = "/v1/pipelines/" + pipeline.path("id").asString();
            assertThat(platform.user.delete(path).status()).isEqualTo(204);
            assertThat(platform.user.get(path).status()).isEqualTo(404);
            assertThat(platform.user.get("/v1/adapters").json().path("items").size())
                    .as("what it has made stays")
                    .isPositive();
        }
    }

    private void load(String dump) throws IOException, SQLException {
        DataFolder folder = DataFolder.take(data);
        try (folder;
                Database database =
                        Database.start(folder.database(), new Secrets(folder.keys()).get("database-password"));
                Connection connection =
                        DriverManager.getConnection(database.url(), database.user(), database.password());
                InputStream in = new GZIPInputStream(Objects.requireNonNull(
                        UpgradeTest.class.getClassLoader().getResourceAsStream(dump), dump))) {
            connection.createStatement().execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
