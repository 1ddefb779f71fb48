package io.opadpo.trainer.evaluation;

import io.opadpo.trainer.benchmark.BenchmarkQuestion;
import io.opadpo.trainer.benchmark.OpenBenchmark;
import io.opadpo.trainer.model.AdapterSource;
import org.jspecify.annotations.Nullable;

/**
 * One of those that are compared.
 *
 * @param name the adapter's, or {@value #BASE}
 * @param version of the model or adapter
 * @param adapter {@code null} for the base model
 */
record Policy(String name, String version, @Nullable AdapterSource adapter) {

    static final String BASE = "base";

    /** The work item of one of its samples. */
    String item(String sample) {
        return name + "/" + sample;
    }

    /** The work item of its answer to a benchmark's question. */
    String item(OpenBenchmark benchmark, BenchmarkQuestion question) {
        return item(benchmark.name() + "/" + question.id());
    }
}
