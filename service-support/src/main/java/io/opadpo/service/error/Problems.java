package io.opadpo.service.error;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.ProblemDetail;

/** Makes problems. */
public final class Problems {
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])([A-Z])");

    private Problems() {}

    /** A problem without fields. */
    public static ProblemDetail of(ErrorCode code, String detail) {
        return of(code, detail, List.of());
    }

    static ProblemDetail of(ErrorCode code, String detail, List<FieldError> errors) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(code.status(), detail);
        problem.setType(code.type());
        problem.setProperty("code", code.code());
        if (!errors.isEmpty()) {
            problem.setProperty("errors", errors);
        }
        return problem;
    }

    /** Fields that failed, each in the detail too. */
    static ProblemDetail invalid(List<FieldError> errors) {
        List<String> details = errors.stream()
                .map(error -> error.field() + ": " + error.message())
                .toList();
        return of(ErrorCode.VALIDATION, String.join("; ", details), errors);
    }

    /** A property path as JSON has it: {@code topK} is {@code top_k}. */
    static String snakeCase(String path) {
        return HUMP.matcher(path).replaceAll(hump -> "_" + hump.group(1).toLowerCase(java.util.Locale.ROOT));
    }
}
