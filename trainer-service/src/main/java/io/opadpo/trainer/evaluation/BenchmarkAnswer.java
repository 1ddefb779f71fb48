package io.opadpo.trainer.evaluation;

import io.opadpo.llava.generate.Answer;
import io.opadpo.llava.generate.FinishReason;
import io.opadpo.trainer.benchmark.BenchmarkQuestion;
import io.opadpo.trainer.benchmark.OpenBenchmark;
import io.opadpo.trainer.benchmark.Score;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A policy's answer to a benchmark's question, with its score; a work item's output.
 *
 * @param id the question's, within the benchmark
 * @param image the picture's name
 * @param truth what is right
 * @param text the answer
 * @param finish why it ended: {@code end}, or {@code length} for the limit of tokens
 * @param counts that the metrics are made of
 * @param wrong its hallucinated parts
 */
record BenchmarkAnswer(
        String benchmark,
        String policy,
        String id,
        String image,
        String question,
        List<String> truth,
        String text,
        String finish,
        Map<String, Integer> counts,
        List<Score.Span> wrong) {

    static BenchmarkAnswer of(Policy policy, OpenBenchmark benchmark, BenchmarkQuestion question, Answer answer) {
        Score score = benchmark.task().score(question, answer.text(), answer.finish() == FinishReason.END);
        return new BenchmarkAnswer(
                benchmark.name(),
                policy.name(),
                question.id(),
                question.image(),
                question.text(),
                question.truth(),
                answer.text(),
                answer.finish().name().toLowerCase(Locale.ROOT),
                score.counts(),
                score.wrong());
    }
}
