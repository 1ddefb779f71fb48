package io.opadpo.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.security.Scope;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChatTest {

    private static final String PATH = "/v1/chat/completions";

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

    private static String body(String content, String more) {
        return "{\"model\": \"tiny\", \"max_tokens\": 6, \"seed\": 7, \"messages\": [{\"role\": \"user\", \"content\": "
                + content + "}]" + more + "}";
    }

    private static String withPicture(String picture) {
        return "[{\"type\": \"text\", \"text\": \"What is it?\"}, {\"type\": \"image_url\", \"image_url\": {\"url\": \""
                + TinyTrainer.dataUrl(picture) + "\"}}]";
    }

    private static JsonNode answered(String body) {
        Reply reply = api.post(PATH, body);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return reply.json();
    }

    @Test
    void aQuestionIsAnsweredAsOpenAiDoes() {
        JsonNode answer = answered(body("\"Who are you?\"", ""));
        assertThat(answer.path("id").asString()).startsWith("chatcmpl-");
        assertThat(answer.path("object").asString()).isEqualTo("chat.completion");
        assertThat(answer.path("model").asString()).isEqualTo("tiny");
        assertThat(answer.path("system_fingerprint").asString()).matches("fp_[0-9a-f]{16}");
        assertThat(answer.path("choices").size()).isEqualTo(1);
        JsonNode choice = answer.path("choices").path(0);
        assertThat(choice.at("/message/role").asString()).isEqualTo("assistant");
        assertThat(choice.at("/message/content").isString()).isTrue();
        assertThat(choice.path("finish_reason").asString()).isEqualTo("length");
        JsonNode usage = answer.path("usage");
        assertThat(usage.path("completion_tokens").asInt()).isEqualTo(6);
        assertThat(usage.path("total_tokens").asInt())
                .isEqualTo(6 + usage.path("prompt_tokens").asInt());
    }

    @Test
    void aPictureCountsAndIsSeen() {
        JsonNode without = answered(body("\"What is it?\"", ""));
        JsonNode square = answered(body(withPicture("square.png"), ", \"temperature\": 1"));
        // 64 positions of the picture, and a line break before the question.
        assertThat(square.at("/usage/prompt_tokens").asInt())
                .isGreaterThanOrEqualTo(without.at("/usage/prompt_tokens").asInt() + 64);
        JsonNode again = answered(body(withPicture("square.png"), ", \"temperature\": 1"));
        assertThat(again.path("choices")).isEqualTo(square.path("choices"));
    }

    @Test
    void severalAnswersToOneQuestion() {
        JsonNode answer =
                answered(body("\"Hello\"", ", \"n\": 3, \"temperature\": 1.0, \"top_k\": 50, \"top_p\": 0.9"));
        assertThat(answer.path("choices").size()).isEqualTo(3);
        assertThat(answer.at("/choices/2/index").asInt()).isEqualTo(2);
        assertThat(answer.at("/usage/completion_tokens").asInt()).isBetween(3, 18);
    }

    @Test
    void aStreamIsTheSameAnswerInPieces() {
        String more = ", \"n\": 2, \"temperature\": 1.0";
        JsonNode whole = answered(body(withPicture("tiny.png"), more));
        Reply reply = api.post(
                PATH,
                body(
                        withPicture("tiny.png"),
                        more + ", \"stream\": true, \"stream_options\": {\"include_usage\": true}"));
        assertThat(reply.header("Content-Type")).startsWith("text/event-stream");
        List<String> data = reply.text()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
        assertThat(data.get(data.size() - 1)).isEqualTo("[DONE]");
        List<JsonNode> chunks = data.subList(0, data.size() - 1).stream()
                .map(JsonMapper.shared()::readTree)
                .toList();
        assertThat(chunks).allMatch(chunk -> chunk.path("object").asString().equals("chat.completion.chunk"));
        assertThat(chunks.get(0).at("/choices/0/delta/role").asString()).isEqualTo("assistant");
        for (int i = 0; i < 2; i++) {
            int index = i;
            String text = chunks.stream()
                    .map(chunk -> chunk.path("choices").path(0))
                    .filter(choice -> choice.path("index").asInt(-1) == index)
                    .map(choice -> choice.at("/delta/content").asString(""))
                    .collect(Collectors.joining());
            assertThat(text)
                    .isEqualTo(
                            whole.path("choices").path(i).at("/message/content").asString());
        }
        assertThat(chunks.get(chunks.size() - 1).path("usage")).isEqualTo(whole.path("usage"));
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asString())
                .isEqualTo("length");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"model":"tiny"}                                                                     | messages
            {"model":"tiny","messages":[{"role":"system","content":"x"}]}                        | messages[0].role
            {"model":"tiny","messages":[{"role":"user","content":"x"},{"role":"user","content":"y"}]} | messages[1]
            {"model":"tiny","messages":[{"role":"user","content":" "}]}                          | messages[0].content
            {"messages":[{"role":"user","content":"x"}]}                                         | model
            {"model":"tiny","messages":[{"role":"user","content":"x"}],"temperature":-1}         | temperature
            {"model":"tiny","messages":[{"role":"user","content":"x"}],"n":0}                    | n
            {"model":"tiny","messages":[{"role":"user","content":"x"}],"top_p":1e999}            | top_p
            {"model":"a\\u0000b","messages":[{"role":"user","content":"x"}]}                     | model
            {"model":"tiny","messages":[{"role":"user","content":"x"}],"max_tokens":"5"}         | max_tokens
            {"model":"tiny","messages":[{"role":"user","content":"x"}],"tools":[{}]}             | tools
            {"model":"tiny","messages":[{"role":"user","content":"x"}],"stream":"yes"}           | stream
            {"model":"tiny","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://localhost/x.png"}}]}]} | messages[0].content[0].image_url.url
            {"model":"tiny","messages":[{"role":"user","content":[{"type":"text","text":"x"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]} | messages
            """)
    void whatCannotBeIsRefusedByName(String body, String param) {
        Reply reply = api.post(PATH, body);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
        JsonNode error = reply.json().path("error");
        assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(error.path("param").asString()).isEqualTo(param);
        assertThat(error.path("message").asString()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"temperature", "top_p", "presence_penalty"})
    void aNumberThatNoDoubleHoldsIsRefused(String field) {
        String number = "1" + "0".repeat(400);
        Reply reply = api.post(PATH, body("\"x\"", ", \"" + field + "\": " + number));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
        assertThat(reply.json().at("/error/param").asString()).isEqualTo(field);
    }

    @Test
    void errorsHaveOpenAisShape() {
        Reply type = api.post(PATH, new byte[] {1}, "image/png");
        assertThat(type.status()).isEqualTo(415);
        assertThat(type.json().at("/error/type").asString()).isEqualTo("invalid_request_error");
        Reply unknown = api.post(PATH, body("\"x\"", "").replace("\"tiny\"", "\"nobody\""));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().at("/error/code").asString()).isEqualTo("model_not_found");
        assertThat(api.post(PATH, "{").json().at("/error/type").asString()).isEqualTo("invalid_request_error");
        Reply tooLong = api.post(PATH, body("\"" + "x ".repeat(4000) + "\"", ""));
        assertThat(tooLong.status()).as(tooLong.toString()).isEqualTo(400);
        assertThat(tooLong.json().at("/error/param").asString()).isEqualTo("messages");
    }

    @Test
    void modelsAreListed() {
        JsonNode list = api.get("/v1/models").json();
        assertThat(list.path("object").asString()).isEqualTo("list");
        assertThat(list.at("/data/0/id").asString()).isEqualTo("tiny");
        assertThat(list.at("/data/0/object").asString()).isEqualTo("model");
        assertThat(api.get("/v1/models/tiny").json().path("id").asString()).isEqualTo("tiny");
        assertThat(api.get("/v1/models/none").status()).isEqualTo(404);
    }

    @Test
    void aKeyThatMayIsNeeded() {
        assertThat(service.anonymous().post(PATH, body("\"x\"", "")).status()).isEqualTo(401);
        assertThat(service.anonymous().get("/v1/models").status()).isEqualTo(401);
        Api reader = service.as("alice", Set.of(Scope.READ));
        assertThat(reader.post(PATH, body("\"x\"", "")).status()).isEqualTo(403);
    }
}
