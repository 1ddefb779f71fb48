package io.opadpo.trainer.job;

import io.opadpo.jobs.JobError;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.error.ErrorCode;
import io.opadpo.service.error.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/** Parameters that a job cannot have, by field: refused at the door, and the end of a job that comes by another one. */
public final class InvalidParametersException extends ApiException {

    public InvalidParametersException(List<FieldError> errors) {
        super(
                ErrorCode.VALIDATION,
                errors.stream()
                        .map(error -> error.field() + ": " + error.message())
                        .collect(Collectors.joining("; ")),
                errors,
                null);
    }

    public InvalidParametersException(String field, String message) {
        this(List.of(new FieldError(field, message)));
    }

    /** The same as a job's error. */
    public JobException asJobError() {
        String fields = errors().stream().map(FieldError::field).collect(Collectors.joining(", "));
        return new JobException(new JobError("INVALID_PARAMETERS", String.valueOf(getMessage()), false, fields), this);
    }
}
