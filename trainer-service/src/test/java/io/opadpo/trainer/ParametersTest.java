package io.opadpo.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {

    private static final UUID SOME = UUID.randomUUID();

    @TempDir
    private static Path files;

    private static FakeDatasets datasets;
    private static TestService service;
    private static Api api;

    @BeforeAll
    static void start() {
        datasets = new FakeDatasets();
        service = TestService.start(TrainerApplication.application(), TinyTrainer.properties(files, datasets));
        api = service.as("alice");
    }

    @AfterAll
    static void stop() {
        service.close();
        datasets.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            opa     |                         | {"epochs": 0}               | options.epochs
            opa     |                         | {"learning_rate": -1}       | options.learning_rate
            opa     |                         | {"epoch": 1}                | options.epoch
            opa     |                         | {"batch": "many"}           | options.batch
            opa     |                         | {"epochs": 2147483648}      | options.epochs
            opa     |                         | {"epochs": 1e308}           | options.epochs
            opa     | , "name": "a\\u0000"     | {}                          | name
            opa     |                         | {"warmup": "some"}          | options.warmup
            opa     |                         | {"targets": ["head"]}       | options.targets[0].<list element>
            opa     |                         | {"beta": 0.1}               | options.beta
            opa     |                         | {"early_stop": 2}           | options.early_stop
            opa     |                         | {"full": true, "rank": 4}   | options.rank
            opa     | , "start_adapter": "x"  | {}                          | start_adapter
            opa-dpo |                         | {}                          | start_adapter
            opa-dpo | , "start_adapter": "x"  | {}                          | start_adapter
            opa-dpo | , "start_adapter": "x"  | {"rank": 4}                 | options.rank
            opa-dpo | , "start_adapter": "x"  | {"anchor": "sideways"}      | options.anchor
            dpo     |                         | {"anchor": "squared"}       | options.anchor
            ppo     |                         | {}                          | kind
            opa     | , "name": "a/b"         | {}                          | name
            opa     | , "dataset_job": "6d8e4b8e-8e7e-4f6e-9d0a-0d3a5b0c9f11" | {} | dataset
            opa     | , "start_job": "seven"  | {}                          | start_job
            opa     | , "colour": "red"       | {}                          | colour
            """)
    void aTrainingThatCannotBeIsRefusedByField(String kind, String more, String options, String field) {
        Reply reply = api.post("/v1/trainings", """
                {"kind": "%s", "model": "tiny", "dataset": "%s"%s, "options": %s}
                """.formatted(kind, SOME, more == null ? "" : more, options));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
        assertThat(reply.json().at("/errors/0/field").asString())
                .as(reply.toString())
                .isEqualTo(field);
    }

    @Test
    void whatIsNamedHasToBeThere() {
        assertThat(api.post("/v1/trainings", "{\"kind\": \"opa\", \"model\": \"big\", \"dataset\": \"" + SOME + "\"}")
                        .json()
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("model");
        assertThat(api.post("/v1/merges", "{\"adapter\": \"none\"}").status()).isEqualTo(400);
        assertThat(api.post("/v1/evaluations", "{\"model\": \"tiny\"}")
                        .json()
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("dataset");
        assertThat(api.post(
                                "/v1/trainings",
                                "{\"kind\": \"opa\", \"model\": \"tiny\", \"dataset_job\": \"" + SOME + "\"}")
                        .status())
                .as("a job that does not exist")
                .isEqualTo(422);
    }

    @Test
    void theSameKeyMakesOneJob() {
        String body = "{\"kind\": \"sft\", \"model\": \"tiny\", \"dataset\": \"" + SOME + "\"}";
        Api keyed = api.with("Idempotency-Key", "once");
        assertThat(keyed.post("/v1/trainings", body).json().path("id"))
                .isEqualTo(keyed.post("/v1/trainings", body).json().path("id"));
    }

    @Test
    void theApiIsDescribed() {
        Reply reply = service.anonymous().get("/v3/api-docs");
        assertThat(reply.status()).isEqualTo(200);
        for (String operation : new String[] {"~1v1~1models/get", "~1v1~1chat~1completions/post"}) {
            assertThat(reply.json().at("/paths/" + operation + "/responses").propertyNames())
                    .containsExactlyInAnyOrder("200", "4XX");
        }
        assertThat(reply.json()
                        .at("/components/schemas/TrainingOptions/properties/learning_rate")
                        .isObject())
                .as(reply.json()
                        .path("components")
                        .path("schemas")
                        .propertyNames()
                        .toString())
                .isTrue();
        assertThat(reply.json().path("paths").propertyNames())
                .contains("/v1/chat/completions", "/v1/trainings", "/v1/evaluations", "/v1/merges", "/v1/adapters");
    }
}
