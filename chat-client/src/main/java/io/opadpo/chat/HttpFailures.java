package io.opadpo.chat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sorts what can go wrong with a request into what we do about it. */
final class HttpFailures {
    private static final int LONGEST_MESSAGE = 300;
    private static final Set<Integer> PASSING = Set.of(408, 409, 425);
    private static final Set<String> FILTERED = Set.of("content_filter", "content_policy_violation");

    private HttpFailures() {}

    /** For a status that is no success. The body explains it, in OpenAI's form, as a problem detail, or in a way of its own. */
    static CallException ofStatus(HttpStatusCode status, HttpHeaders headers, byte[] body) {
        JsonNode error = error(body);
        String code = error.path("code").asString("");
        CallFailure failure = failure(status.value(), code);
        String message = "HTTP " + status.value();
        // A refused key is often quoted in the refusal.
        String reason = failure == CallFailure.DENIED
                ? ""
                : error.path("message").asString(error.path("detail").asString(""));
        return new CallException(
                failure,
                reason.isBlank() ? message : message + ": " + abridged(reason),
                failure.retryable() ? retryAfter(headers.getFirst(HttpHeaders.RETRY_AFTER)) : null,
                null);
    }

    private static CallFailure failure(int status, String code) {
        if (code.equals("insufficient_quota")) {
            return CallFailure.QUOTA_EXHAUSTED;
        }
        if (FILTERED.contains(code)) {
            return CallFailure.CONTENT_FILTERED;
        }
        if (status == 429) {
            return CallFailure.RATE_LIMITED;
        }
        if (status == 401 || status == 403) {
            return CallFailure.DENIED;
        }
        if (status == 404) {
            return CallFailure.NOT_FOUND;
        }
        return status >= 500 || PASSING.contains(status) ? CallFailure.UNAVAILABLE : CallFailure.REQUEST_REFUSED;
    }

    /** For a request that got no status, or no whole body. */
    static Throwable ofThrowable(Throwable thrown) {
        if (thrown instanceof TimeoutException) {
            return new CallException(CallFailure.TIMEOUT, "No reply in time", thrown);
        }
        if (thrown instanceof DataBufferLimitException) {
            return new CallException(CallFailure.RESPONSE_TOO_LARGE, "The response is too large", thrown);
        }
        if (thrown instanceof WebClientRequestException || thrown instanceof IOException) {
            return new CallException(CallFailure.UNREACHABLE, "No connection, or one that broke", thrown);
        }
        return thrown;
    }

    private static JsonNode error(byte[] body) {
        try {
            JsonNode root = JsonMapper.shared().readTree(body);
            return root.path("error").isObject() ? root.path("error") : root;
        } catch (JacksonException e) {
            String text = new String(body, StandardCharsets.UTF_8).strip();
            return JsonMapper.shared().createObjectNode().put("message", text);
        }
    }

    /** On one line, not too long a one, and fit for a database. */
    static String abridged(String text) {
        String line = ChatReplyReader.storable(text)
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
    }

    /** Seconds, or a date; null for anything else. */
    static @Nullable Duration retryAfter(@Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            Duration rest = value.strip().matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value.strip()))
                    : Duration.between(Instant.now(), ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
            return rest.isNegative() ? Duration.ZERO : rest;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
