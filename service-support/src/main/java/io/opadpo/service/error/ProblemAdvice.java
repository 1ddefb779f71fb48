package io.opadpo.service.error;

import io.opadpo.jobs.DependencyException;
import io.opadpo.jobs.IdempotencyConflictException;
import io.opadpo.jobs.JobInUseException;
import io.opadpo.jobs.JobNotFoundException;
import io.opadpo.jobs.JobStateException;
import jakarta.validation.ConstraintViolationException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns what controllers and filters throw into problems. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE - 1)
class ProblemAdvice extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    /** Class of SQL states. */
    private static final String DATA_EXCEPTION = "22";

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> api(ApiException e, WebRequest request) {
        return answer(e, Problems.of(e.code(), String.valueOf(e.getMessage()), e.errors()), headers(e.code()), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> noJob(JobNotFoundException e, WebRequest request) {
        return answer(e, ErrorCode.NOT_FOUND, "No job " + e.job(), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> jobState(JobStateException e, WebRequest request) {
        return answer(e, ErrorCode.JOB_STATE, String.valueOf(e.getMessage()), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> inUse(JobInUseException e, WebRequest request) {
        return answer(e, ErrorCode.CONFLICT, String.valueOf(e.getMessage()), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> conflict(IdempotencyConflictException e, WebRequest request) {
        return answer(e, ErrorCode.IDEMPOTENCY_CONFLICT, String.valueOf(e.getMessage()), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> dependency(DependencyException e, WebRequest request) {
        return answer(e, ErrorCode.UNPROCESSABLE, String.valueOf(e.getMessage()), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> invalid(ConstraintViolationException e, WebRequest request) {
        List<FieldError> errors = e.getConstraintViolations().stream()
                .map(violation -> new FieldError(
                        Problems.snakeCase(violation.getPropertyPath().toString()), violation.getMessage()))
                .toList();
        return answer(e, Problems.invalid(errors), new HttpHeaders(), request);
    }

    /** A value that is right by all our rules, and still none that PostgreSQL can hold, such as text with U+0000. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unfit(DataIntegrityViolationException e, WebRequest request) {
        if (!(NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException cause)
                || cause.getSQLState() == null
                || !cause.getSQLState().startsWith(DATA_EXCEPTION)) {
            return unexpected(e, request);
        }
        log.warn("The database cannot hold a value: {}", request.getDescription(false), e);
        return answer(e, ErrorCode.VALIDATION, "A value is out of range, or text contains U+0000", request);
    }

    /** A query string that is not decoded, wherever its parameters are asked for first. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> malformed(InvalidParameterException e, WebRequest request) {
        return answer(e, ErrorCode.VALIDATION, "The query of the address is malformed", request);
    }

    @ExceptionHandler({JpaSystemException.class, TransactionSystemException.class})
    @Nullable
    ResponseEntity<Object> database(Exception e, WebRequest request) {
        return LostConnection.caused(e) ? noDatabase(e, request) : unexpected(e, request);
    }

    @ExceptionHandler({DataAccessResourceFailureException.class, CannotCreateTransactionException.class})
    @Nullable
    ResponseEntity<Object> noDatabase(Exception e, WebRequest request) {
        log.warn("The database cannot be reached", e);
        return answer(e, ErrorCode.UNAVAILABLE, "The database cannot be reached now", request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unexpected(Exception e, WebRequest request) {
        log.error("Request failed: {}", request.getDescription(false), e);
        return answer(e, ErrorCode.INTERNAL, "Something went wrong here; the log has it under the request id", request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<FieldError> errors = new ArrayList<>();
        e.getFieldErrors()
                .forEach(error -> errors.add(new FieldError(
                        Problems.snakeCase(error.getField()),
                        error.isBindingFailure() ? "not a valid value" : String.valueOf(error.getDefaultMessage()))));
        e.getGlobalErrors()
                .forEach(error -> errors.add(new FieldError(
                        Problems.snakeCase(error.getObjectName()), String.valueOf(error.getDefaultMessage()))));
        return answer(e, Problems.invalid(errors), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<FieldError> errors = new ArrayList<>();
        e.getParameterValidationResults().forEach(result -> {
            String name = Problems.snakeCase(
                    String.valueOf(result.getMethodParameter().getParameterName()));
            result.getResolvableErrors()
                    .forEach(error -> errors.add(new FieldError(name, String.valueOf(error.getDefaultMessage()))));
        });
        return answer(e, Problems.invalid(errors), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(e);
        if (root instanceof ApiException thrown) {
            return api(thrown, request);
        }
        return answer(e, UnreadableBody.problem(e), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = e instanceof MethodArgumentTypeMismatchException mismatch ? mismatch.getName() : "value";
        Class<?> type = e.getRequiredType();
        String message =
                type != null && type.isEnum() ? "not one of " + List.of(type.getEnumConstants()) : "not a valid value";
        return answer(e, Problems.invalid(List.of(new FieldError(name, message))), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        FieldError error = new FieldError(e.getParameterName(), "missing");
        return answer(e, Problems.invalid(List.of(error)), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleServletRequestBindingException(
            ServletRequestBindingException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String field = e instanceof MissingRequestHeaderException missing ? missing.getHeaderName() : "request";
        return answer(e, Problems.invalid(List.of(new FieldError(field, "missing"))), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(e, ErrorCode.NOT_FOUND, "No such route", request);
    }

    /** What Spring itself refuses, methods and media types: its words are fit for clients, the code is ours. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Object answer = body == null && e instanceof ErrorResponse refusal ? refusal.getBody() : body;
        if (answer instanceof ProblemDetail problem && problem.getProperties() == null) {
            ErrorCode code = ErrorCode.of(status);
            problem.setType(code.type());
            problem.setProperty("code", code.code());
        }
        return super.handleExceptionInternal(e, answer, headers, status, request);
    }

    private @Nullable ResponseEntity<Object> answer(Exception e, ErrorCode code, String detail, WebRequest request) {
        return answer(e, Problems.of(code, detail), headers(code), request);
    }

    private @Nullable ResponseEntity<Object> answer(
            Exception e, ProblemDetail problem, HttpHeaders headers, WebRequest request) {
        return handleExceptionInternal(e, problem, headers, HttpStatusCode.valueOf(problem.getStatus()), request);
    }

    private static HttpHeaders headers(ErrorCode code) {
        HttpHeaders headers = new HttpHeaders();
        if (code == ErrorCode.UNAUTHENTICATED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (code.retryable()) {
            headers.set(HttpHeaders.RETRY_AFTER, "1");
        }
        return headers;
    }
}
