package io.opadpo.service.error;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says what is wrong with a body that could not be read, without showing how we read it. */
final class UnreadableBody {
    private UnreadableBody() {}

    static ProblemDetail problem(HttpMessageNotReadableException exception) {
        Throwable cause = exception.getCause();
        if ((cause instanceof DatabindException || cause instanceof InputCoercionException)
                && cause instanceof JacksonException e
                && !e.getPath().isEmpty()) {
            return Problems.invalid(List.of(new FieldError(path(e), message(e))));
        }
        if (cause instanceof StreamReadException e) {
            return Problems.of(
                    ErrorCode.UNREADABLE,
                    "The body is no JSON, from line %d, column %d"
                            .formatted(
                                    e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
        }
        String detail = cause == null ? "The body is missing" : "The body is not what is expected here";
        return Problems.of(ErrorCode.UNREADABLE, detail);
    }

    private static String message(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException) {
            return "unknown field";
        }
        if (e instanceof ValueInstantiationException && e.getCause() instanceof IllegalArgumentException thrown) {
            return String.valueOf(thrown.getMessage());
        }
        if (e instanceof InputCoercionException) {
            return "out of range";
        }
        if (e instanceof InvalidFormatException format) {
            Class<?> type = format.getTargetType();
            return type != null && type.isEnum()
                    ? "not one of " + List.of(type.getEnumConstants())
                    : "not a valid value";
        }
        return "missing, or not of the right type";
    }

    private static String path(JacksonException exception) {
        return exception.getPath().stream()
                .map(UnreadableBody::step)
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static String step(JacksonException.Reference reference) {
        return reference.getPropertyName() == null
                ? "[" + reference.getIndex() + "]"
                : "." + Problems.snakeCase(reference.getPropertyName());
    }
}
