package io.opadpo.trainer.benchmark.pope;

import io.opadpo.trainer.benchmark.BenchmarkQuestion;
import io.opadpo.trainer.benchmark.BenchmarkTask;
import io.opadpo.trainer.benchmark.Metric;
import io.opadpo.trainer.benchmark.Score;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * POPE's questions and scores. "Yes" is the positive class. An unparsable answer is no prediction of either class: it
 * lowers accuracy and, where yes was right, recall.
 *
 * <p>With several splits the metrics of each stand beside those of all, as {@code <split>.accuracy} and so on.
 */
final class PopeTask implements BenchmarkTask {

    private final List<String> splits;
    private final List<BenchmarkQuestion> questions;

    PopeTask(List<String> splits, List<BenchmarkQuestion> questions) {
        this.splits = splits;
        this.questions = questions;
    }

    @Override
    public List<BenchmarkQuestion> questions() {
        return questions;
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(metrics(""));
        if (splits.size() > 1) {
            splits.forEach(split -> metrics.addAll(metrics(split + ".")));
        }
        return metrics;
    }

    private static List<Metric> metrics(String prefix) {
        return List.of(
                Metric.ratio(prefix + "accuracy", prefix + "correct", prefix + "answers"),
                Metric.ratio(prefix + "precision", prefix + "true_yes", prefix + "said_yes"),
                Metric.ratio(prefix + "recall", prefix + "true_yes", prefix + "label_yes"),
                new Metric(
                        prefix + "f1",
                        sums -> 2
                                * sums.of(prefix + "true_yes")
                                / (sums.of(prefix + "said_yes") + sums.of(prefix + "label_yes"))),
                Metric.ratio(prefix + "yes_ratio", prefix + "said_yes", prefix + "answers"),
                Metric.ratio(prefix + "unparsable", prefix + "unparsable", prefix + "answers"));
    }

    @Override
    public Score score(BenchmarkQuestion question, String answer, boolean ended) {
        PopeAnswer said = PopeAnswer.of(answer, ended);
        boolean present = question.truth().contains(PopeAnswer.YES);
        boolean correct = said == (present ? PopeAnswer.YES_SAID : PopeAnswer.NO_SAID);
        boolean yes = said == PopeAnswer.YES_SAID;
        Map<String, Integer> counts = new HashMap<>();
        count(counts, question, "answers", true);
        count(counts, question, "correct", correct);
        count(counts, question, "said_yes", yes);
        count(counts, question, "label_yes", present);
        count(counts, question, "true_yes", yes && present);
        count(counts, question, "unparsable", said == PopeAnswer.UNPARSABLE);
        return new Score(counts, correct ? List.of() : List.of(new Score.Span(0, answer.length())));
    }

    private void count(Map<String, Integer> counts, BenchmarkQuestion question, String name, boolean holds) {
        int count = holds ? 1 : 0;
        counts.put(name, count);
        if (splits.size() > 1) {
            String split = question.id().substring(0, question.id().indexOf('/'));
            counts.put(split + "." + name, count);
        }
    }
}
