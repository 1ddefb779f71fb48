package io.opadpo.trainer.benchmark;

import java.util.List;

/** An opened benchmark: what it asks, and how it scores the answers. Safe for use by several threads. */
public interface BenchmarkTask {

    /** The questions with distinct ids, in an order whose beginning is a fair part of the whole. */
    List<BenchmarkQuestion> questions();

    /** What is made of the scores' counts, once they are summed up. */
    List<Metric> metrics();

    /**
     * Scores the answer to one of its questions.
     *
     * @param ended whether the model ended it itself; otherwise the limit of tokens did
     */
    Score score(BenchmarkQuestion question, String answer, boolean ended);
}
