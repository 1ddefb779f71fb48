package io.opadpo.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who gives way to whom. */
class ServingTest {

    private static final String KEY = "bootstrap-key-of-the-tests";
    private static final String CHAT = "/v1/chat/completions";

    @TempDir
    private static Path files;

    private static FakeDatasets datasets;
    private static TestService service;
    private static Api api;

    @BeforeAll
    static void start() {
        datasets = new FakeDatasets();
        service = TestService.start(
                TrainerApplication.application(),
                TinyTrainer.properties(
                        files,
                        datasets,
                        "opadpo.security.bootstrap-key=" + KEY,
                        "opadpo.trainer.serve-while-training=false",
                        "opadpo.trainer.chat.max-open=1"));
        api = service.anonymous().with("Authorization", "Bearer " + KEY);
    }

    @AfterAll
    static void stop() {
        service.close();
        datasets.close();
    }

    private static String question(int tokens, String more) {
        return "{\"model\": \"tiny\", \"max_tokens\": " + tokens
                + ", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]" + more + "}";
    }

    @Test
    void aTrainingMayHaveTheDeviceToItself() {
        assertThat(api.post(CHAT, question(2, "")).status()).isEqualTo(200);
        String job = TinyTrainer.submit(
                api, "/v1/trainings", """
                {"kind": "opa", "model": "tiny", "dataset": "%s", "options": {"rank": 2, "epochs": 200, "batch": 2,
                 "max_prompt": 400}}
                """.formatted(datasets.add("default", TinyTrainer.samples(8))));
        TinyTrainer.event(api, job, event -> event.name().equals("training_started"));
        Reply refused = api.post(CHAT, question(2, ""));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotBlank();
        assertThat(refused.json().at("/error/code").asString()).isEqualTo("model_unavailable");
        api.post("/v1/jobs/" + job + "/cancel");
        JsonNode ended = TinyTrainer.ended(api, job);
        assertThat(ended.path("state").asString()).isEqualTo("CANCELLED");
        assertThat(api.post(CHAT, question(2, "")).status()).isEqualTo(200);
    }

    @Test
    @Timeout(60)
    void aClientThatGoesMakesRoom() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.uri.resolve(CHAT))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(question(1900, ", \"stream\": true, \"n\": 4")))
                .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith("data: ");
            Reply crowded = api.post(CHAT, question(2, ""));
            assertThat(crowded.status()).as(crowded.toString()).isEqualTo(429);
            assertThat(crowded.json().at("/error/code").asString()).isEqualTo("rate_limit_exceeded");
        }
        int status;
        do {
            status = api.post(CHAT, question(2, "")).status();
            assertThat(List.of(200, 429)).contains(status);
        } while (status == 429);
    }
}
