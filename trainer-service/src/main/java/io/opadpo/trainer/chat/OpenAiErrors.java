package io.opadpo.trainer.chat;

import io.opadpo.llava.LlavaException;
import io.opadpo.llava.generate.GenerationException;
import io.opadpo.llava.image.ImageException;
import io.opadpo.llava.prompt.PromptException;
import io.opadpo.llava.prompt.PromptTooLongException;
import io.opadpo.service.error.ApiException;
import io.opadpo.trainer.model.ModelUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Errors of OpenAI's routes, in OpenAI's shape. */
@RestControllerAdvice(assignableTypes = {ChatController.class, ModelsController.class})
@Order(Ordered.HIGHEST_PRECEDENCE)
class OpenAiErrors {

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiErrors.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    @ExceptionHandler
    ResponseEntity<OpenAiError.Body> unreadable(HttpMessageNotReadableException e) {
        return answer(new OpenAiException(
                HttpStatus.BAD_REQUEST, OpenAiError.invalid("The body is no JSON object", null, null), e));
    }

    @ExceptionHandler
    ResponseEntity<OpenAiError.Body> api(ApiException e) {
        HttpStatus status = e.code().status();
        return answer(new OpenAiException(
                status,
                OpenAiError.invalid(
                        String.valueOf(e.getMessage()), null, e.code().code()),
                e));
    }

    @ExceptionHandler
    ResponseEntity<OpenAiError.Body> any(Exception e) {
        return answer(translate(e));
    }

    /** What is told of anything that goes wrong. */
    static OpenAiException translate(Throwable e) {
        if (e instanceof OpenAiException known) {
            return known;
        }
        if (e instanceof ErrorResponse refusal && refusal.getStatusCode().is4xxClientError()) {
            // A media type or method; the words are Spring's, and fit for clients.
            String detail = String.valueOf(refusal.getBody().getDetail());
            return new OpenAiException(
                    HttpStatus.valueOf(refusal.getStatusCode().value()), OpenAiError.invalid(detail, null, null), e);
        }
        String message = String.valueOf(e.getMessage());
        if (e instanceof PromptTooLongException) {
            return bad(OpenAiError.invalid(message, "messages", "context_length_exceeded"), e);
        }
        if (e instanceof ImageException) {
            return bad(OpenAiError.invalid(message, "messages", "invalid_image"), e);
        }
        if (e instanceof PromptException || e instanceof GenerationException) {
            return bad(OpenAiError.invalid(message, "messages", "invalid_prompt"), e);
        }
        if (e instanceof ModelUnavailableException) {
            return new OpenAiException(
                    HttpStatus.SERVICE_UNAVAILABLE, OpenAiError.server(message, "model_unavailable"), e);
        }
        LOG.error("A chat completion failed", e);
        String told = e instanceof LlavaException
                ? "The model cannot be used; the log has the details"
                : "Something went wrong here; the log has the details";
        return new OpenAiException(HttpStatus.INTERNAL_SERVER_ERROR, OpenAiError.server(told, null), e);
    }

    private static OpenAiException bad(OpenAiError error, Throwable cause) {
        return new OpenAiException(HttpStatus.BAD_REQUEST, error, cause);
    }

    private static ResponseEntity<OpenAiError.Body> answer(OpenAiException e) {
        ResponseEntity.BodyBuilder response = ResponseEntity.status(e.status()).contentType(MediaType.APPLICATION_JSON);
        if (e.status() == HttpStatus.SERVICE_UNAVAILABLE || e.status() == HttpStatus.TOO_MANY_REQUESTS) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.body(e.error().body());
    }
}
