package io.opadpo.trainer.benchmark;

import java.util.List;

/**
 * A configured benchmark whose files have been read.
 *
 * @param name by which it is configured
 * @param questions those that its limit leaves
 */
public record OpenBenchmark(String name, String type, BenchmarkTask task, List<BenchmarkQuestion> questions) {

    public OpenBenchmark {
        questions = List.copyOf(questions);
    }
}
