package io.opadpo.dataset.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.dataset.DatasetService;
import io.opadpo.dataset.Digests;
import io.opadpo.dataset.SampleImages;
import io.opadpo.dataset.image.DataUrl;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class PromptSetApiTest {

    static final DatasetService service = DatasetService.shared();
    static final Api alice = service.as("prompt-alice");
    static final Api bob = service.as("prompt-bob");
    static final byte[] IMAGE = SampleImages.png(2, 2, 0x00FF00);
    static final String SHA =
            alice.post("/v1/images", IMAGE, "image/png").json().path("sha256").asString();

    static String prompt(String id) {
        return "{\"id\": \"%s\", \"image\": \"%s\", \"question\": \"What?\", \"standard\": \"That.\"}"
                .formatted(id, SHA);
    }

    static String set(String... prompts) {
        return "{\"name\": \"kitchens\", \"prompts\": [" + String.join(",", prompts) + "]}";
    }

    @Test
    void aSetComesBackAsItWasInPages() {
        String inline = "{\"id\": \"c\", \"question\": \"Wo?\", \"image\": \"%s\"}"
                .formatted(DataUrl.of("image/jpeg", SampleImages.jpeg(4, 4, 7)));

        Reply made = alice.post("/v1/prompt-sets", set(prompt("b"), prompt("a"), inline));

        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.json().path("count").asInt()).isEqualTo(3);
        assertThat(made.json().path("name").asString()).isEqualTo("kitchens");
        String path = made.header("Location");
        assertThat(alice.get(path).json()).isEqualTo(made.json());
        JsonNode first = alice.get(path + "/prompts?limit=2").json();
        assertThat(ids(first)).containsExactly("b", "a");
        assertThat(first.path("items").path(0).toString())
                .isEqualTo("{\"id\":\"b\",\"image\":\"" + SHA + "\",\"question\":\"What?\",\"standard\":\"That.\"}");
        JsonNode second = alice.get(
                        path + "/prompts?limit=2&cursor=" + first.path("next").asString())
                .json();
        assertThat(ids(second)).containsExactly("c");
        assertThat(second.path("next").isNull()).isTrue();
        String sha = Digests.sha256(SampleImages.jpeg(4, 4, 7));
        assertThat(second.path("items").path(0).path("image").asString()).isEqualTo(sha);
        assertThat(alice.get("/v1/images/" + sha).status()).isEqualTo(200);
    }

    @Test
    void setsAreListedNewestFirstToTheirOwnerOnly() {
        Api carol = service.as("prompt-carol");
        carol.post("/v1/images", IMAGE, "image/png");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(
                    0,
                    carol.post("/v1/prompt-sets", set(prompt("x")))
                            .json()
                            .path("id")
                            .asString());
        }

        JsonNode first = carol.get("/v1/prompt-sets?limit=2").json();
        JsonNode second = carol.get(
                        "/v1/prompt-sets?limit=2&cursor=" + first.path("next").asString())
                .json();

        assertThat(Stream.concat(ids(first).stream(), ids(second).stream())).containsExactlyElementsOf(made);
        assertThat(bob.get("/v1/prompt-sets/" + made.get(0)).status()).isEqualTo(404);
        assertThat(bob.get("/v1/prompt-sets/" + made.get(0) + "/prompts").status())
                .isEqualTo(404);
        assertThat(service.anonymous().get("/v1/prompt-sets").status()).isEqualTo(401);
        String beforeAllTimes = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((Long.MIN_VALUE + "/" + new UUID(0, 1)).getBytes(StandardCharsets.US_ASCII));
        for (String cursor : List.of("x", beforeAllTimes)) {
            assertThat(carol.get("/v1/prompt-sets?cursor=" + cursor)
                            .json()
                            .path("errors")
                            .path(0)
                            .path("field")
                            .asString())
                    .isEqualTo("cursor");
        }
    }

    @Test
    void linesMakeASetToo() {
        String lines = IntStream.range(0, 2_500).mapToObj(i -> prompt("p" + i)).collect(Collectors.joining("\n"));

        Reply made = alice.post("/v1/prompt-sets?name=lines", utf8(lines), "application/x-ndjson");

        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.json().path("count").asInt()).isEqualTo(2_500);
        List<String> ids = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = alice.get(made.header("Location") + "/prompts?limit=1000" + next)
                    .json();
            ids.addAll(ids(page));
            next = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asString();
        } while (!next.isEmpty());
        assertThat(ids)
                .containsExactlyElementsOf(
                        IntStream.range(0, 2_500).mapToObj(i -> "p" + i).toList());
    }

    static Stream<Arguments> bad() {
        String noImage = "0".repeat(64);
        return Stream.of(
                Arguments.of(set(), "prompts"),
                Arguments.of("{\"name\": \"x\"}", "prompts"),
                Arguments.of("{\"prompts\": [" + prompt("a") + "]}", "name"),
                Arguments.of("{\"name\": \"\", \"prompts\": [" + prompt("a") + "]}", "name"),
                Arguments.of("{\"name\": 1, \"prompts\": []}", "name"),
                Arguments.of("{\"name\": \"x\", \"prompts\": {}}", "prompts"),
                Arguments.of("{\"name\": \"x\", \"more\": 1}", "more"),
                Arguments.of("[]", "body"),
                Arguments.of(set("1"), "prompts[0]"),
                Arguments.of(set(prompt("a"), "[]"), "prompts[1]"),
                Arguments.of(set(prompt("a"), prompt("")), "prompts[1].id"),
                Arguments.of(set(prompt("a\\n")), "prompts[0].id"),
                Arguments.of(set(prompt("a".repeat(201))), "prompts[0].id"),
                Arguments.of(set(prompt("a"), prompt("b"), prompt("a")), "prompts[2].id"),
                Arguments.of(set(prompt("a").replace("What?", " ")), "prompts[0].question"),
                Arguments.of(set(prompt("a").replace("What?", "?".repeat(4_097))), "prompts[0].question"),
                Arguments.of(set(prompt("a").replace("What?", "\\u0000")), "prompts[0].question"),
                Arguments.of(set(prompt("a").replace("What?", "\\ud800")), "prompts[0].question"),
                Arguments.of(set(prompt("a").replace("\"What?\"", "{}")), "prompts[0].question"),
                Arguments.of(set(prompt("a").replace("That.", "!".repeat(16_385))), "prompts[0].standard"),
                Arguments.of(set(prompt("a").replace("standard", "answer")), "prompts[0].answer"),
                Arguments.of(set(prompt("a").replace(SHA, noImage)), "prompts[0].image"),
                Arguments.of(set(prompt("a").replace(SHA, "../x")), "prompts[0].image"),
                Arguments.of(set(prompt("a").replace(SHA, "http://localhost/x.png")), "prompts[0].image"),
                Arguments.of(set(prompt("a").replace(SHA, "data:image/png,x")), "prompts[0].image"),
                Arguments.of(set(prompt("a").replace(SHA, "data:image/png;base64,?")), "prompts[0].image"),
                Arguments.of(set(prompt("a").replace(SHA, "data:image/png;base64,AAAA")), "prompts[0].image"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void anErrorNamesPromptAndField(String body, String field) {
        long before = sets();

        Reply reply = alice.post("/v1/prompt-sets", body);

        assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
        assertThat(reply.json().path("errors").path(0).path("field").asString())
                .as(reply.toString())
                .isEqualTo(field);
        assertThat(sets()).as("nothing is left of it").isEqualTo(before);
    }

    @Test
    void allFaultsOfASetAreTold() {
        String noQuestion = prompt("a").replace("What?", "");

        Reply reply = alice.post(
                "/v1/prompt-sets", set(noQuestion, prompt("b"), prompt("c").replace(SHA, "x")));

        assertThat(reply.json().path("errors"))
                .extracting(error -> error.path("field").asString())
                .containsExactly("prompts[0].question", "prompts[2].image");
        assertThat(reply.json().path("errors").path(1).path("message").asString())
                .contains("prompt c");
    }

    @Test
    void duplicatesAreFoundAcrossBatches() {
        String lines = IntStream.range(0, 1_500).mapToObj(i -> prompt("p" + i)).collect(Collectors.joining("\n"))
                + prompt("p7");

        Reply reply = alice.post("/v1/prompt-sets?name=x", utf8(lines), "application/x-ndjson");

        assertThat(reply.json().path("errors").path(0).path("field").asString()).isEqualTo("prompts[1500].id");
    }

    @Test
    void whatIsNoJsonIsTold() {
        Reply broken = alice.post("/v1/prompt-sets", "{\"name\": \"x\", \"prompts\": [" + prompt("a") + ", {\"id\"");

        assertThat(broken.status()).as(broken.toString()).isEqualTo(400);
        assertThat(broken.json().path("code").asString()).isEqualTo("unreadable");
        assertThat(broken.json().path("detail").asString()).contains("prompts[1]");
        assertThat(alice.post("/v1/prompt-sets", set(prompt("a")) + "x")
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("unreadable");
        assertThat(alice.post("/v1/prompt-sets", utf8("x"), "text/plain").status())
                .isEqualTo(415);
    }

    @Test
    void aSetHasALimit() {
        String lines = IntStream.rangeClosed(0, DatasetService.MAX_PROMPTS)
                .mapToObj(i -> prompt("p" + i))
                .collect(Collectors.joining("\n"));

        Reply reply = alice.post("/v1/prompt-sets?name=x", utf8(lines), "application/x-ndjson");

        assertThat(reply.status()).as(reply.toString()).isEqualTo(413);
    }

    @Test
    void theSameRequestUnderAKeyMakesOneSet() {
        Api keyed = alice.with("Idempotency-Key", "k-1");
        long before = sets();

        Reply first = keyed.post("/v1/prompt-sets", set(prompt("a")));
        Reply second = keyed.post("/v1/prompt-sets", set(prompt("a")));
        Reply other = keyed.post("/v1/prompt-sets", set(prompt("b")));

        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().path("code").asString()).isEqualTo("idempotency_conflict");
        assertThat(sets()).isEqualTo(before + 1);
    }

    @Test
    void aKeyWhoseSetIsGoneMakesAnother() {
        Api keyed = alice.with("Idempotency-Key", "k-2");
        Reply first = keyed.post("/v1/prompt-sets", set(prompt("a")));
        assertThat(alice.delete(first.header("Location")).status()).isEqualTo(204);

        Reply second = keyed.post("/v1/prompt-sets", set(prompt("a")));

        assertThat(second.header("Location")).isNotEqualTo(first.header("Location"));
        assertThat(alice.get(second.header("Location")).json()).isEqualTo(second.json());
        assertThat(keyed.post("/v1/prompt-sets", set(prompt("a"))).json()).isEqualTo(second.json());
    }

    private static long sets() {
        return service.service
                .bean(JdbcClient.class)
                .sql("SELECT count(*) FROM prompt_sets WHERE owner = 'prompt-alice'")
                .query(Long.class)
                .single();
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("items").forEach(item -> ids.add(item.path("id").asString()));
        return ids;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
