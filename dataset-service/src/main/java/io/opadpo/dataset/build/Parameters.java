package io.opadpo.dataset.build;

import io.opadpo.jobs.JobError;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobRun;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Parameters of jobs, which others may have submitted: valid ones, or an error that names the field. */
@Component
final class Parameters {

    private final JsonMapper json;
    private final Validator validator;

    Parameters(JsonMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    <T> T of(JobRun run, Class<T> type) throws JobException {
        T parameters;
        try {
            parameters = json.treeToValue(run.job().parameters(), type);
        } catch (JacksonException e) {
            throw new JobException(
                    new JobError("INVALID_PARAMETERS", "The parameters are not those of a job of this kind", false), e);
        }
        Optional<ConstraintViolation<T>> violation =
                validator.validate(parameters).stream().findFirst();
        if (violation.isPresent()) {
            String field = violation
                    .get()
                    .getPropertyPath()
                    .toString()
                    .replaceAll("(?=[A-Z])", "_")
                    .toLowerCase(Locale.ROOT);
            throw new JobException(
                    new JobError(
                            "INVALID_PARAMETERS", field + " " + violation.get().getMessage(), false, field),
                    null);
        }
        return parameters;
    }
}
