package io.opadpo.trainer.evaluation;

import io.opadpo.jobs.JobError;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.service.error.FieldError;
import io.opadpo.trainer.benchmark.BenchmarkException;
import io.opadpo.trainer.benchmark.Benchmarks;
import io.opadpo.trainer.benchmark.OpenBenchmark;
import io.opadpo.trainer.job.InvalidParametersException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** The benchmarks that an evaluation asks for by name. */
@Component
final class BenchmarkChoice {

    private static final String FIELD = "benchmarks";

    private final Benchmarks benchmarks;

    BenchmarkChoice(Benchmarks benchmarks) {
        this.benchmarks = benchmarks;
    }

    /** What is wrong with the names: not configured, named twice, or a file is not there. */
    List<FieldError> problems(List<String> names) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            try {
                if (names.subList(0, i).contains(names.get(i))) {
                    throw new BenchmarkException(names.get(i) + " is named twice");
                }
                benchmarks.requireAssets(names.get(i));
            } catch (BenchmarkException e) {
                errors.add(new FieldError(FIELD + "[" + i + "]", String.valueOf(e.getMessage())));
            }
        }
        return errors;
    }

    /**
     * Reads the benchmarks.
     *
     * @throws InvalidParametersException as {@link #problems} tells
     * @throws JobException not retryable, if a file cannot be used
     */
    List<OpenBenchmark> open(List<String> names) throws JobException {
        List<FieldError> errors = problems(names);
        if (!errors.isEmpty()) {
            throw new InvalidParametersException(errors);
        }
        List<OpenBenchmark> open = new ArrayList<>();
        for (String name : names) {
            try {
                open.add(benchmarks.open(name));
            } catch (BenchmarkException e) {
                JobError error = new JobError("BENCHMARK_UNUSABLE", String.valueOf(e.getMessage()), false, name);
                throw new JobException(error, e);
            }
        }
        return open;
    }
}
