package io.opadpo.gateway.pipelines;

import io.opadpo.service.clients.RemoteException;
import io.opadpo.service.clients.ServiceClients;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.error.ErrorCode;
import io.opadpo.service.error.FieldError;
import io.opadpo.service.security.Caller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Asks the trainer whether it has the benchmarks that a pipeline names. The evaluation comes last: a wrong name would show
 * only after everything else was paid for.
 */
@Component
class BenchmarkCheck {
    private static final String TRAINER = "trainer";

    private final ServiceClients services;

    BenchmarkCheck(ServiceClients services) {
        this.services = services;
    }

    /**
     * Asks nobody where no benchmark is named.
     *
     * @throws ApiException naming the entries of {@code evaluation.benchmarks} that cannot be used, or if the trainer does not
     *     answer
     */
    void check(Caller caller, EvaluationSettings evaluation) {
        List<String> names = evaluation.benchmarks();
        if (names == null || names.isEmpty()) {
            return;
        }
        Map<String, Boolean> ready = ready(caller);
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String field = "evaluation.benchmarks[" + i + "]";
            if (names.subList(0, i).contains(name)) {
                errors.add(new FieldError(field, name + " is named twice"));
            } else if (!ready.containsKey(name)) {
                errors.add(new FieldError(field, "there is no benchmark " + name));
            } else if (!ready.get(name)) {
                errors.add(new FieldError(
                        field,
                        "benchmark " + name + " is not ready: files are missing, GET /v1/benchmarks says which"));
            }
        }
        if (!errors.isEmpty()) {
            throw new ApiException(ErrorCode.VALIDATION, "A benchmark cannot be used", errors, null);
        }
    }

    /** The trainer's benchmarks by name, and whether their files are there. */
    private Map<String, Boolean> ready(Caller caller) {
        try {
            Map<String, Boolean> ready = new HashMap<>();
            for (JsonNode benchmark : services.of(TRAINER, caller.owner())
                    .get(JsonNode.class, "/v1/benchmarks")
                    .path("items")) {
                ready.put(
                        benchmark.path("name").asString(),
                        benchmark.path("ready").asBoolean());
            }
            return ready;
        } catch (RemoteException e) {
            throw e.retryable()
                    ? problem(ErrorCode.UNAVAILABLE, "The trainer service cannot be reached now", e)
                    : problem(
                            ErrorCode.BAD_GATEWAY, "The trainer service does not tell its benchmarks: " + e.code(), e);
        }
    }

    private static ApiException problem(ErrorCode code, String message, RemoteException cause) {
        return new ApiException(code, message, List.of(), cause);
    }
}
