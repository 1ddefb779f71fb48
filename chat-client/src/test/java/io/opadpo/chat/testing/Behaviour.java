package io.opadpo.chat.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a {@link FakeOpenAi} does with a request. */
@FunctionalInterface
public interface Behaviour {
    void handle(Asked asked, HttpExchange exchange) throws IOException;

    /** Answers as a server does that is well. */
    static Behaviour answering(Function<Asked, String> answer) {
        return (asked, exchange) -> FakeServer.sendJson(
                exchange, 200, completion(answer.apply(asked), "stop").toString());
    }

    /** An answer of a server that counts no tokens. */
    static Behaviour answeringUncounted(Function<Asked, String> answer) {
        return (asked, exchange) -> {
            ObjectNode completion = completion(answer.apply(asked), "stop");
            completion.remove("usage");
            FakeServer.sendJson(exchange, 200, completion.toString());
        };
    }

    /** An answer that ends for this reason. */
    static Behaviour ending(String finishReason, String answer) {
        return (asked, exchange) -> FakeServer.sendJson(
                exchange, 200, completion(answer, finishReason).toString());
    }

    /** The model will not, in words kept apart from the answer. */
    static Behaviour refusing(String words) {
        return (asked, exchange) -> {
            ObjectNode completion = completion("", "stop");
            ObjectNode message = (ObjectNode) completion.path("choices").path(0).path("message");
            message.putNull("content").put("refusal", words);
            FakeServer.sendJson(exchange, 200, completion.toString());
        };
    }

    /** An error of OpenAI's form. */
    static Behaviour failing(int status, String code, String message) {
        return (asked, exchange) -> {
            ObjectNode json = JsonMapper.shared().createObjectNode();
            json.putObject("error").put("message", message).put("code", code);
            FakeServer.sendJson(exchange, status, json.toString());
        };
    }

    /** 429, with when to come back. */
    static Behaviour rateLimiting(String retryAfter) {
        return (asked, exchange) -> {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
            failing(429, "rate_limit_exceeded", "Slow down").handle(asked, exchange);
        };
    }

    /** A success with this body. */
    static Behaviour saying(String body) {
        return (asked, exchange) -> FakeServer.sendJson(exchange, 200, body);
    }

    /** The connection breaks before anything is said. */
    static Behaviour hangingUp() {
        return (asked, exchange) -> exchange.close();
    }

    /** The connection breaks in the middle of the answer. */
    static Behaviour breakingOff() {
        return (asked, exchange) -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"choices\":".getBytes());
            exchange.getResponseBody().flush();
        };
    }

    /** Waits for the latch first. */
    default Behaviour after(CountDownLatch latch) {
        return (asked, exchange) -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                return; // The server is being closed.
            }
            handle(asked, exchange);
        };
    }

    static ObjectNode completion(String answer, String finishReason) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("id", "chatcmpl-1").put("object", "chat.completion").put("model", FakeOpenAi.MODEL);
        json.put("system_fingerprint", FakeOpenAi.VERSION);
        ObjectNode choice = json.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", finishReason);
        choice.putObject("message").put("role", "assistant").put("content", answer);
        json.putObject("usage").put("prompt_tokens", 100).put("completion_tokens", 10);
        return json;
    }
}
