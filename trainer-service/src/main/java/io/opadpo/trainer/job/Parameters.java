package io.opadpo.trainer.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.opadpo.service.error.FieldError;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads parameters, in requests and in jobs alike. A name that is not known is refused, because a mistyped option would
 * silently have its default.
 */
@Component
public final class Parameters {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private final Validator validator;

    Parameters(Validator validator) {
        this.validator = validator;
    }

    /**
     * Reads and checks parameters.
     *
     * @throws InvalidParametersException naming the fields
     */
    public <T> T read(JsonNode json, Class<T> type) {
        if (!json.isObject()) {
            throw new InvalidParametersException("", "must be an object");
        }
        T parameters;
        try {
            parameters = MAPPER.treeToValue(json, type);
        } catch (UnrecognizedPropertyException e) {
            throw new InvalidParametersException(path(e), "is not known");
        } catch (JacksonException e) {
            throw new InvalidParametersException(path(e), "is not of the right type, or not a valid value");
        }
        Set<ConstraintViolation<T>> violations = validator.validate(parameters);
        if (!violations.isEmpty()) {
            throw new InvalidParametersException(problems(violations));
        }
        return parameters;
    }

    /** Parameters as a job keeps them. */
    public JsonNode write(Object parameters) {
        return MAPPER.valueToTree(parameters);
    }

    private static <T> List<FieldError> problems(Set<ConstraintViolation<T>> violations) {
        return violations.stream()
                .map(violation ->
                        new FieldError(snakeCase(violation.getPropertyPath().toString()), violation.getMessage()))
                .sorted(Comparator.comparing(FieldError::field))
                .toList();
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    private static String snakeCase(String path) {
        return path.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
