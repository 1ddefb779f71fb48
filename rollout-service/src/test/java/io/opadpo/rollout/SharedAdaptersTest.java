package io.opadpo.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.chat.testing.Behaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An endpoint whose servers look for adapters in a folder that they share with the rollout-service. */
class SharedAdaptersTest {
    private static final String DECODER = weights("language_model.layers.0.mlp.up_proj");

    @TempDir
    private static Path folder;

    private static FakeTrainer trainer;
    private static Scene scene;

    @BeforeAll
    static void open() {
        trainer = new FakeTrainer();
        scene = new Scene(
                false, "opadpo.services.trainer=" + trainer.url(), "opadpo.rollout.endpoint.adapters=" + folder);
    }

    @AfterAll
    static void close() {
        scene.close();
        trainer.close();
    }

    @BeforeEach
    void reset() {
        scene.endpoint.reset();
        served("/models/llava");
    }

    @Test
    void adapterIsBroughtAndAskedForByANameOfItsVersion() throws IOException {
        String version = trainer.adapter("alice", "my-opa", DECODER);
        String name = "my-opa@" + version;

        JsonNode ended = rollout("my-opa");

        assertThat(ended.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(asked()).containsOnly(name);
        assertThat(folder.resolve(name).resolve("adapter_model.safetensors")).hasContent(DECODER);
        assertThat(config(name).path("base_model_name_or_path").asString()).isEqualTo("/models/llava");
        assertThat(config(name).path("r").asInt()).isEqualTo(256);
        assertThat(ended.path("result").path("model").asString()).isEqualTo("llava");
        assertThat(ended.path("result").path("adapter").asString()).isEqualTo("my-opa");
        JsonNode answer = scene.alice
                .get(Scene.answers("/v1/jobs/" + ended.path("id").asString()))
                .json()
                .path("items")
                .path(0);
        assertThat(answer.path("adapter_version").asString()).isEqualTo(version);
        assertThat(drafts()).isEmpty();
    }

    @Test
    void adapterIsBroughtOnceAndANewVersionBesideIt() {
        String first = trainer.adapter("alice", "twice", DECODER + "one");
        rollout("twice");
        int downloads = trainer.downloads();
        rollout("twice");
        assertThat(trainer.downloads()).isEqualTo(downloads);

        String second = trainer.adapter("alice", "twice", DECODER + "two");
        rollout("twice");

        assertThat(folder.resolve("twice@" + first).resolve("adapter_model.safetensors"))
                .hasContent(DECODER + "one");
        assertThat(folder.resolve("twice@" + second).resolve("adapter_model.safetensors"))
                .hasContent(DECODER + "two");
    }

    @Test
    void serversWithTheirModelElsewhereFindItAllTheSame() throws IOException {
        String name = "moved@" + trainer.adapter("alice", "moved", DECODER);
        rollout("moved");
        served("/elsewhere/llava");

        rollout("moved");

        assertThat(config(name).path("base_model_name_or_path").asString()).isEqualTo("/elsewhere/llava");
        assertThat(drafts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"merged", "llava-hf/llava-1.5-7b-hf"})
    void whatThePlatformDoesNotHaveTheEndpointIsAskedForIfItListsIt(String name) {
        served("/models/llava", name);

        JsonNode ended = rollout(name);

        assertThat(ended.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(asked()).containsOnly(name);
        assertThat(ended.path("result").path("adapter").isNull()).isTrue();
    }

    /** Servers would load what has such a path below their folder, or beside it. */
    @ParameterizedTest
    @ValueSource(strings = {"of-bob", "../of-bob", "/models/of-bob"})
    void whatTheEndpointDoesNotListIsNotAskedFor(String name) {
        trainer.adapter("bob", "of-bob", DECODER);

        refused(name);
    }

    @Test
    void adapterThatAnotherOwnerBroughtIsNotAskedFor() {
        String name = "of-bob@" + trainer.adapter("bob", "of-bob", DECODER);
        served("/models/llava", name);

        refused(name);
    }

    @Test
    void serversThatSeeTheFolderLateAreAskedAgain() {
        trainer.adapter("alice", "late", DECODER);
        scene.endpoint.next(1, Behaviour.failing(404, "404", "The model `late` does not exist."));

        JsonNode ended = rollout("late");

        assertThat(ended.path("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(asked()).hasSize(3);
    }

    @Test
    void adapterOfAModelThatTheEndpointLacksIsNotAskedFor() {
        trainer.adapter("alice", "homeless", DECODER);
        scene.endpoint.models("{\"data\":[{\"id\":\"other\",\"root\":\"/models/other\"}]}");

        JsonNode ended = rollout("homeless");

        assertThat(ended.path("state").asString()).isEqualTo("DEAD");
        assertThat(ended.path("error").path("code").asString()).isEqualTo("MODEL_NOT_FOUND");
        assertThat(ended.path("error").path("message").asString())
                .isEqualTo("Could not read model llava: the endpoint does not list it");
        assertThat(scene.endpoint.requests()).isEmpty();
    }

    @Test
    void adapterThatTheServersWouldApplyInPartIsRefused() {
        trainer.adapter("alice", "tower-too", weights("vision_tower.encoder.layers.0.mlp.fc1"));

        JsonNode ended = rollout("tower-too");

        assertThat(ended.path("state").asString()).isEqualTo("DEAD");
        assertThat(ended.path("error").path("code").asString()).isEqualTo("ADAPTER_NOT_SERVED");
        assertThat(ended.path("error").path("message").asString()).contains("tower-too", "/v1/merges");
        assertThat(ended.path("attempts").path("errors").asInt()).isEqualTo(1);
        assertThat(folder.toFile().list()).noneMatch(name -> name.startsWith("tower-too") || name.startsWith("."));
    }

    @Test
    void weightsOfAnotherVersionAreNotLeftThere() throws IOException {
        trainer.files(
                "alice",
                "mixed-up",
                "0123456789abcdef",
                Map.of("adapter_config.json", "{}", "adapter_model.safetensors", "weights"));

        JsonNode ended = rollout("mixed-up");

        assertThat(ended.path("error").path("code").asString()).isEqualTo("ADAPTER_NOT_SHARED");
        assertThat(ended.path("error").path("message").asString()).contains("mixed-up", "0123456789abcdef");
        assertThat(folder.resolve("mixed-up@0123456789abcdef")).doesNotExist();
        assertThat(drafts()).isEmpty();
    }

    /** A safetensors file of one empty tensor. */
    private static String weights(String module) {
        String header = "{\"base_model.model.model." + module
                + ".lora_A.weight\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}";
        // Shorter than 128 bytes, so that its length is text, too.
        return (char) header.length() + "\0".repeat(7) + header;
    }

    private static JsonNode rollout(String model) {
        String job = scene.alice
                .post(
                        "/v1/rollouts",
                        "{\"prompt_set\":\"" + scene.prompts("alice", 2) + "\",\"model\":\"" + model + "\"}")
                .header("Location");
        return Scene.end(scene.alice, job);
    }

    private static void refused(String name) {
        JsonNode ended = rollout(name);

        assertThat(ended.path("state").asString()).isEqualTo("DEAD");
        assertThat(ended.path("error").path("code").asString()).isEqualTo("MODEL_NOT_FOUND");
        assertThat(ended.path("error").path("message").asString()).contains(name);
        assertThat(scene.endpoint.requests()).isEmpty();
    }

    private static void served(String root, String... others) {
        String more = Stream.of(others)
                .map(other -> ",{\"id\":\"" + other + "\",\"root\":\"" + other + "\"}")
                .collect(Collectors.joining());
        scene.endpoint.models("{\"data\":[{\"id\":\"llava\",\"root\":\"" + root + "\"}" + more + "]}");
    }

    private static List<String> asked() {
        return scene.endpoint.requests().stream()
                .map(asked -> asked.body().path("model").asString())
                .toList();
    }

    private static JsonNode config(String name) throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readAllBytes(folder.resolve(name).resolve("adapter_config.json")));
    }

    private static List<Path> drafts() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }
}
