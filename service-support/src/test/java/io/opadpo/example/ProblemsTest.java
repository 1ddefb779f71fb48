package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {
    private final TestService service = Example.SERVICE;
    private final Api alice = service.as("alice");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"steps\": {\"up_to\": 3}}                                    | label",
                "{\"label\": \" \", \"steps\": {\"up_to\": 3}}                  | label",
                "{\"label\": \"x\"}                                             | steps",
                "{\"label\": \"x\", \"steps\": {\"up_to\": 0}}                  | steps.up_to",
                "{\"label\": \"x\", \"steps\": {\"up_to\": \"many\"}}           | steps.up_to",
                "{\"label\": \"x\", \"steps\": {\"up_to\": null}}               | steps.up_to",
                "{\"label\": \"x\", \"steps\": {\"up_to\": 1e99}}               | steps.up_to",
                "{\"label\": \"x\", \"steps\": {\"upTo\": 3}}                   | steps.up_to",
                "{\"label\": \"x\", \"steps\": {\"up_to\": 3, \"speed\": 1}}    | steps.speed",
                "{\"label\": \"x\", \"steps\": {\"up_to\": 3}, \"more\": 1}     | more",
                "{\"label\": \"x\", \"steps\": [1]}                             | steps",
                "{\"label\": \"x\", \"steps\": {\"up_to\": 3}, \"mode\": \"odd\"} | mode",
            })
    void fieldsAreNamed(String body, String field) {
        Reply reply = alice.post("/v1/counts", body);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.json().path("type").asString()).isEqualTo("urn:opadpo:error:validation");
        assertThat(reply.json().path("errors").findValuesAsString("field")).contains(field);
        assertNothingOfOurs(reply);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/jobs?state=ODD,state",
        "/v1/jobs?pipeline=7,pipeline",
        "/v1/jobs?limit=0,limit",
        "/v1/jobs?limit=x,limit",
        "/v1/jobs?limit=1001,limit",
        "/v1/jobs?cursor=%20,cursor",
        "/v1/jobs?state=%20,state",
        "/v1/jobs?state=%00,state",
        "/v1/labels?cursor=YQBi,cursor",
        "/v1/jobs/7,id",
        "/v1/labels?limit=-1,limit"
    })
    void parametersAreNamed(String path, String field) {
        Reply reply = alice.get(path);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
        assertThat(reply.json().path("errors").findValuesAsString("field")).containsExactly(field);
        assertNothingOfOurs(reply);
    }

    @Test
    void whatIsNoJsonIsUnreadable() {
        Reply reply = alice.post("/v1/counts", "{\"label\": ");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("code").asString()).isEqualTo("unreadable");
        assertNothingOfOurs(reply);
        Reply empty = alice.post("/v1/counts", "");
        assertThat(empty.status()).isEqualTo(400);
        assertNothingOfOurs(empty);
    }

    @Test
    void routesMethodsAndMediaTypesAreTold() {
        assertProblem(alice.get("/v1/nowhere"), 404, "not_found");
        assertProblem(alice.delete("/v1/jobs"), 405, "method_not_allowed");
        assertProblem(alice.post("/v1/counts", new byte[] {1}, "image/png"), 415, "unsupported_media_type");
        assertProblem(alice.with("Accept", "image/png").get("/v1/labels"), 406, "not_acceptable");
        assertProblem(
                alice.with("Accept", "text/event-stream").get("/v1/jobs/00000000-0000-0000-0000-000000000001/events"),
                404,
                "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/*", "application/*+json", "x/", "application/json;charset=none"})
    void typesThatAreNoneAreRefused(String type) {
        byte[] body = "{\"label\": \"x\", \"steps\": {\"up_to\": 3}}".getBytes();
        assertProblem(alice.post("/v1/counts", body, type), 415, "unsupported_media_type");
    }

    @Test
    void whatTheDatabaseCannotHoldIsTheRequestsFault() {
        assertProblem(alice.post("/v1/labels", "{\"name\": \"a\\u0000b\"}"), 400, "validation");
        assertProblem(
                alice.with("Idempotency-Key", "nul").post("/v1/labels", "{\"name\": \"a\\u0000b\"}"),
                400,
                "validation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cursor=%", "cursor=%zz", "a=%ff", "="})
    void queriesThatAreNoneAreRefused(String query) throws IOException {
        String answer = raw("GET /v1/jobs?" + query + " HTTP/1.1\nHost: localhost\nAuthorization: Bearer "
                + TestService.SERVICE_KEY + "\nX-Opadpo-Owner: alice\n\n");
        assertThat(answer).startsWith("HTTP/1.1 400").contains("urn:opadpo:error:validation");
    }

    /** The server itself refuses these, before any of our filters. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /v1/jobs HTTP/1.1\\nHost: localhost\\nTransfer-Encoding: x\\n\\n               | 501",
                "GET /v1/jobs HTTP/1.1\\nHost: a\\nHost: b\\n\\n                                  | 400",
                "GET /v1/jobs HTTP/1.1\\n\\n                                                     | 400",
                "GET /v1/jobs HTTP/1.1\\nHost: localhost\\nContent-Length: 1\\nContent-Length: 2\\n\\n | 400",
                "GET /v1/{} HTTP/1.1\\nHost: localhost\\n\\n                                    | 400",
                "GET /v1/%zz HTTP/1.1\\nHost: localhost\\n\\n                                   | 400",
                "GET /v1/a%2fb HTTP/1.1\\nHost: localhost\\n\\n                                 | 400",
                "GET /v1/jobs HTTP/9.9\\nHost: localhost\\n\\n                                  | 505",
                "G(T /v1/jobs HTTP/1.1\\nHost: localhost\\n\\n                                  | 400",
            })
    void theServersOwnRefusalsAreProblemsToo(String request, int status) throws IOException {
        requireProblem(raw(request.replace("\\n", "\n")), status);
    }

    @Test
    void headersThatAreTooLargeAreAProblem() throws IOException {
        requireProblem(raw("GET /v1/jobs HTTP/1.1\nHost: localhost\nX-Large: " + "x".repeat(20_000) + "\n\n"), 400);
    }

    private static void requireProblem(String answer, int status) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .contains("application/problem+json", "\"type\":\"urn:opadpo:error:", "\"status\":" + status)
                .doesNotContainIgnoringCase("html", "tomcat")
                .doesNotContainPattern("Exception|io\\.opadpo|java\\.|springframework");
    }

    /** Sends what Java's client would not, and hears all of the answer; each line ends as HTTP's do. */
    private String raw(String lines) throws IOException {
        String request = lines.replaceFirst("\n", "\nConnection: close\n");
        try (Socket socket = new Socket(service.uri.getHost(), service.uri.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void longBodiesAreRefusedAnnouncedOrNot() {
        byte[] body = ("{\"label\": \"" + "x".repeat(3 << 20) + "\"}").getBytes();
        assertProblem(alice.post("/v1/counts", body, "application/json"), 413, "too_large");
        Reply chunked = alice.send(
                "POST",
                "/v1/counts",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                "application/json");
        assertProblem(chunked, 413, "too_large");
    }

    @Test
    void ourFaultsTellNothing() {
        Reply reply = alice.get("/v1/failures/unknown");
        assertProblem(reply, 500, "internal");
        assertThat(reply.text()).doesNotContain("secret");
        assertProblem(alice.get("/v1/failures/known"), 409, "conflict");
    }

    @Test
    void requestsHaveIds() {
        assertThat(alice.with("X-Request-Id", "mine-1").get("/v1/jobs").header("X-Request-Id"))
                .isEqualTo("mine-1");
        assertThat(alice.with("X-Request-Id", "no good").get("/v1/jobs").header("X-Request-Id"))
                .hasSize(36);
        assertThat(service.anonymous().get("/v1/jobs").header("X-Request-Id")).hasSize(36);
    }

    private static void assertProblem(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
        assertThat(reply.json().path("code").asString()).isEqualTo(code);
        assertThat(reply.json().path("type").asString()).isEqualTo("urn:opadpo:error:" + code);
        assertThat(reply.json().path("status").asInt()).isEqualTo(status);
        assertNothingOfOurs(reply);
    }

    private static void assertNothingOfOurs(Reply reply) {
        assertThat(reply.text()).doesNotContainPattern("Exception|io\\.opadpo|java\\.|jackson|springframework|CountP");
    }
}
