package io.opadpo.trainer.benchmark.chair;

import io.opadpo.trainer.benchmark.BenchmarkQuestion;
import io.opadpo.trainer.benchmark.BenchmarkTask;
import io.opadpo.trainer.benchmark.Metric;
import io.opadpo.trainer.benchmark.Score;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CHAIR's questions and scores.
 *
 * <ul>
 *   <li>{@code chair_i}: mentions of objects that are not in the picture, of all mentions. Every mention counts, also of an
 *       object named before, as in compute_chair of the authors' chair.py; the paper's formula speaks of objects.
 *   <li>{@code chair_s}: answers with at least one such mention, of all answers.
 *   <li>{@code recall}: objects of the pictures that the answers mention, of all objects of the pictures, each once an
 *       answer however often it is named. Not in the paper; without it the best answer would be an empty one.
 *   <li>{@code malformed}: answers that are no proper text, see {@link AnswerForm}.
 *   <li>{@code mean_words}: words of an answer.
 * </ul>
 *
 * <p>A mention is a mention, also in "there is no dog", as in the authors' code.
 */
final class ChairTask implements BenchmarkTask {

    private final ObjectVocabulary vocabulary;
    private final List<BenchmarkQuestion> questions;

    ChairTask(ObjectVocabulary vocabulary, List<BenchmarkQuestion> questions) {
        this.vocabulary = vocabulary;
        this.questions = questions;
    }

    @Override
    public List<BenchmarkQuestion> questions() {
        return questions;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.ratio("chair_i", "hallucinated", "mentions"),
                Metric.ratio("chair_s", "hallucinating", "answers"),
                Metric.ratio("recall", "found", "objects"),
                Metric.ratio("malformed", "malformed", "answers"),
                Metric.ratio("mean_words", "words", "answers"));
    }

    @Override
    public Score score(BenchmarkQuestion question, String answer, boolean ended) {
        List<Mention> mentions = vocabulary.mentions(answer);
        Set<String> found = new HashSet<>(question.truth());
        found.retainAll(mentions.stream().map(Mention::object).toList());
        List<Score.Span> wrong = mentions.stream()
                .filter(mention -> !question.truth().contains(mention.object()))
                .map(mention -> new Score.Span(mention.start(), mention.end()))
                .toList();
        Map<String, Integer> counts = Map.of(
                "answers", 1,
                "mentions", mentions.size(),
                "hallucinated", wrong.size(),
                "hallucinating", wrong.isEmpty() ? 0 : 1,
                "objects", question.truth().size(),
                "found", found.size(),
                "malformed", AnswerForm.isMalformed(answer, ended) ? 1 : 0,
                "words", AnswerForm.words(answer));
        return new Score(counts, wrong);
    }
}
