package io.opadpo.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TrainerMetricsTest {
    private static final String TINY = "application=\"trainer\",model=\"tiny\",type=";

    @TempDir
    private Path files;

    @Test
    void tokensAndStepsAreCounted() {
        try (FakeDatasets datasets = new FakeDatasets();
                TestService service =
                        TestService.start(TrainerApplication.application(), TinyTrainer.properties(files, datasets))) {
            Api alice = service.as("alice");
            assertThat(metrics(alice)).contains("opadpo_generation_tokens_total{" + TINY + "\"prompt\"} 0.0");
            Reply whole = ask(alice, "");
            ask(alice, ", \"stream\": true");
            JsonNode usage = whole.json().path("usage");

            UUID data = datasets.add("alice", TinyTrainer.samples(6));
            String job = TinyTrainer.submit(alice, "/v1/trainings", """
                    {"kind": "sft", "model": "tiny", "dataset": "%s",
                     "options": {"rank": 4, "epochs": 1, "batch": 2, "max_prompt": 400}}""".formatted(data));
            JsonNode result = TinyTrainer.result(alice, job);

            assertThat(metrics(alice))
                    .contains(tokens("prompt", 2 * usage.path("prompt_tokens").asInt()))
                    .contains(tokens(
                            "completion", 2 * usage.path("completion_tokens").asInt()))
                    .contains("opadpo_generation_running{application=\"trainer\"} 0.0")
                    .contains("opadpo_generation_waiting{application=\"trainer\"} 0.0")
                    .contains("opadpo_training_steps_total{application=\"trainer\",kind=\"sft\"} "
                            + result.path("steps").asDouble())
                    .contains("opadpo_training_loss{application=\"trainer\",kind=\"sft\"} NaN")
                    .as("there is no GPU here")
                    .doesNotContain("opadpo_gpu");
        }
    }

    private static String tokens(String type, double count) {
        return "opadpo_generation_tokens_total{" + TINY + "\"" + type + "\"} " + count;
    }

    private static Reply ask(Api api, String more) {
        Reply reply = api.post("/v1/chat/completions", """
                {"model": "tiny", "max_tokens": 6, "seed": 7,
                 "messages": [{"role": "user", "content": "Who are you?"}]%s}""".formatted(more));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return reply;
    }

    private static String metrics(Api api) {
        return api.get("/actuator/prometheus").text();
    }
}
