package io.opadpo.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.opadpo.chat.testing.Asked;
import io.opadpo.chat.testing.Behaviour;
import io.opadpo.chat.testing.FakeOpenAi;
import io.opadpo.chat.testing.TestClients;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;

class ChatClientTest {
    private static final Retries PATIENT =
            new Retries(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMinutes(1));
    private static final Retries IMPATIENT = new Retries(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final FakeOpenAi endpoint = new FakeOpenAi();

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void requestHoldsWhatWasAskedForAndNothingElse() {
        ChatReply reply = client(PATIENT)
                .ask(new ChatRequest(
                        "llava",
                        List.of(ChatMessage.user("data:image/png;base64,AA==", "What?")),
                        1.0,
                        0.95,
                        30,
                        896,
                        7L,
                        null))
                .block();

        assertThat(reply)
                .isEqualTo(new ChatReply(
                        "An answer to: What?", "stop", null, FakeOpenAi.MODEL, FakeOpenAi.VERSION, new Usage(100, 10)));
        Asked asked = endpoint.requests().get(0);
        assertThat(asked.body())
                .hasToString("{\"model\":\"llava\",\"messages\":[{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA==\"}},"
                        + "{\"type\":\"text\",\"text\":\"What?\"}]}],\"temperature\":1.0,\"top_p\":0.95,\"top_k\":30,"
                        + "\"max_tokens\":896,\"seed\":7}");
        assertThat(asked.headers())
                .containsEntry("authorization", "Bearer sk-secret")
                .doesNotContainKey("upgrade");
    }

    @Test
    void whatMayPassIsAskedAgainUntilItHasPassed() {
        endpoint.next(1, Behaviour.rateLimiting("0"));
        endpoint.next(2, Behaviour.failing(503, "overloaded", "Later"));
        endpoint.next(1, Behaviour.hangingUp());
        endpoint.next(1, Behaviour.breakingOff());
        endpoint.next(1, Behaviour.saying("{\"choices\""));
        endpoint.next(1, Behaviour.saying("{}"));

        assertThat(ask(client(PATIENT))).isEqualTo("An answer to: What?");
        assertThat(endpoint.requests()).hasSize(8);
    }

    @Test
    void restIsNotShorterThanTheEndpointWishes() {
        endpoint.next(1, Behaviour.rateLimiting("1"));
        long start = System.nanoTime();

        ask(client(PATIENT));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void wishForARestBeyondOurPatienceEndsTheItem() {
        endpoint.next(1, Behaviour.rateLimiting("3600"));

        assertThat(failure(client(PATIENT)).failure()).isEqualTo(CallFailure.RATE_LIMITED);
        assertThat(endpoint.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_value, REQUEST_REFUSED",
        "400, content_filter, CONTENT_FILTERED",
        "401, invalid_api_key, DENIED",
        "403, nope, DENIED",
        "429, insufficient_quota, QUOTA_EXHAUSTED"
    })
    void whatWillNotPassIsAskedOnce(int status, String code, CallFailure expected) {
        endpoint.usually(Behaviour.failing(status, code, "Because of sk-secret"));

        CallException failure = failure(client(PATIENT));

        assertThat(failure.failure()).isEqualTo(expected);
        assertThat(failure).hasMessageStartingWith("HTTP " + status);
        assertThat(endpoint.requests()).hasSize(1);
    }

    @Test
    void missingModelIsNamedAndMakesTheRestHopeless() {
        endpoint.usually(Behaviour.failing(404, "404", "no such thing"));

        CallException failure = failure(client(PATIENT));

        assertThat(failure).hasMessage("Model m: HTTP 404: no such thing");
        assertThat(failure.failure()).isEqualTo(CallFailure.MODEL_NOT_FOUND);
        assertThat(failure.failure().hopeless()).isTrue();
        assertThat(endpoint.requests()).hasSize(1);
    }

    @Test
    void refusalOfTheKeyIsNotQuoted() {
        endpoint.usually(Behaviour.failing(401, "invalid_api_key", "Incorrect key: sk-secret"));

        assertThat(failure(client(PATIENT))).hasMessage("HTTP 401");
    }

    @ParameterizedTest
    @CsvSource({"500", "502", "408"})
    void patienceEnds(int status) {
        endpoint.usually(Behaviour.failing(status, "broken", "Sorry"));

        assertThat(failure(client(IMPATIENT)).failure()).isEqualTo(CallFailure.UNAVAILABLE);
    }

    @Test
    void malformedRepliesArePaidForThreeTimesAtMost() {
        endpoint.usually(Behaviour.saying("<html>"));

        assertThat(failure(client(PATIENT)).failure()).isEqualTo(CallFailure.MALFORMED_RESPONSE);
        assertThat(endpoint.requests()).hasSize(3);
    }

    @Test
    void silenceEnds() {
        CountDownLatch never = new CountDownLatch(1);
        endpoint.usually(Behaviour.answering(asked -> "late").after(never));

        ChatClient client = client(endpoint.url(), Duration.ofMillis(50), IMPATIENT);

        assertThat(failure(client).failure()).isEqualTo(CallFailure.TIMEOUT);
    }

    @Test
    void nobodyThere() {
        endpoint.close();

        assertThat(failure(client(IMPATIENT)).failure()).isEqualTo(CallFailure.UNREACHABLE);
    }

    @Test
    void tooMuchIsNotRead() {
        endpoint.usually(Behaviour.answering(asked -> "x".repeat(200_000)));

        assertThat(failure(client(PATIENT)).failure()).isEqualTo(CallFailure.RESPONSE_TOO_LARGE);
    }

    @Test
    void droppedRequestIsNotRepeated() throws InterruptedException {
        CountDownLatch hold = new CountDownLatch(1);
        endpoint.usually(Behaviour.failing(500, "broken", "Sorry").after(hold));
        Disposable request = client(PATIENT).ask(request()).subscribe(reply -> {}, error -> {});
        endpoint.awaitOpen(1);

        request.dispose();
        hold.countDown();
        endpoint.awaitOpen(0);

        assertThat(endpoint.requests()).hasSize(1);
    }

    @Test
    void textIsFitForTheDatabase() {
        endpoint.usually(
                Behaviour.saying("{\"choices\":[{\"message\":{\"content\":\"a\\u0000b\\ud800c\\ud83d\\ude00\"}}]}"));

        assertThat(ask(client(PATIENT))).isEqualTo("a\uFFFDb\uFFFDc\uD83D\uDE00");
    }

    @Test
    void adapterIsToldFromItsBase() {
        endpoint.models("{\"data\":[{\"id\":\"llava\"},{\"id\":\"mine\",\"parent\":\"llava\",\"version\":\"v7\"}]}");

        assertThat(client(PATIENT).model("mine").block()).isEqualTo(new ChatModel("llava", "mine", "v7"));
        assertThat(client(PATIENT).model("llava").block()).isEqualTo(new ChatModel("llava", null, null));
        endpoint.models("no list");
        assertThat(client(PATIENT).model("mine").block()).isEqualTo(new ChatModel("mine", null, null));
    }

    private ChatClient client(Retries retries) {
        return client(endpoint.url(), LONG, retries);
    }

    private static ChatClient client(URI url, Duration timeout, Retries retries) {
        return ChatClient.of(TestClients.builder(DataSize.ofKilobytes(100)), url, "sk-secret", timeout, retries);
    }

    private static ChatRequest request() {
        return new ChatRequest("m", List.of(ChatMessage.user("What?")), null, null, null, null, null, null);
    }

    private static String ask(ChatClient client) {
        return client.ask(request()).block().content();
    }

    private static CallException failure(ChatClient client) {
        return catchThrowableOfType(CallException.class, () -> ask(client));
    }
}
