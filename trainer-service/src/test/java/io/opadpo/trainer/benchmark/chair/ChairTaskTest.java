package io.opadpo.trainer.benchmark.chair;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.trainer.benchmark.BenchmarkQuestion;
import io.opadpo.trainer.benchmark.Metric;
import io.opadpo.trainer.benchmark.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChairTaskTest {

    private static final BenchmarkQuestion FIRST =
            new BenchmarkQuestion("1", "a.png", Path.of("a.png"), "?", List.of("dog", "red circle"));
    private static final BenchmarkQuestion SECOND =
            new BenchmarkQuestion("2", "b.png", Path.of("b.png"), "?", List.of("cat"));

    @TempDir
    private Path folder;

    private ChairTask task;

    @BeforeEach
    void read() throws IOException {
        Path synonyms = Files.writeString(folder.resolve("synonyms.txt"), "dog, puppy\ncat\nred circle\nbus\n");
        task = new ChairTask(ObjectVocabulary.read(synonyms), List.of(FIRST, SECOND));
    }

    /** By hand: mentions dog, bus, puppy, bus, cat, of which bus, bus, cat are hallucinated. */
    @Test
    void countsEveryMention() {
        String answer = "A dog is on a bus. The puppy likes the bus and a cat.";
        Score score = task.score(FIRST, answer, true);
        assertThat(score.counts())
                .containsEntry("mentions", 5)
                .containsEntry("hallucinated", 3)
                .containsEntry("hallucinating", 1)
                .containsEntry("objects", 2)
                .containsEntry("found", 1)
                .containsEntry("malformed", 0)
                .containsEntry("words", 14);
        assertThat(score.wrong())
                .extracting(span -> answer.substring(span.start(), span.end()))
                .containsExactly("bus", "bus", "cat");
    }

    @Test
    void metricsAreSharesOfTheSums() {
        Map<String, Integer> sums = new HashMap<>();
        for (Score score : List.of(
                task.score(FIRST, "A dog is on a bus. The puppy likes the bus and a cat.", true),
                task.score(SECOND, "One cat.", true),
                task.score(SECOND, "", true))) {
            score.counts().forEach((name, count) -> sums.merge(name, count, Integer::sum));
        }
        Map<String, Double> values = new HashMap<>();
        for (Metric metric : task.metrics()) {
            values.put(metric.name(), metric.formula().applyAsDouble(name -> sums.getOrDefault(name, 0)));
        }
        assertThat(values)
                .containsEntry("chair_i", 3 / 6.0)
                .containsEntry("chair_s", 1 / 3.0)
                .containsEntry("recall", 2 / 4.0)
                .containsEntry("malformed", 1 / 3.0)
                .containsEntry("mean_words", 16 / 3.0)
                .hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({
        "'', true, true",
        "'A dog.', true, false",
        "'It says \"stop!\"', true, false",
        "'A dog.', false, true",
        "'A dog and', true, true",
        "'A dog. A cat. A dog. a  dog.', true, true",
        "'A dog. A cat. A dog.', true, false",
        "'A dog dog dog dog dog.', true, false",
        "'A dog dog dog dog dog dog.', true, true"
    })
    void malformedIsWhatIsNoText(String answer, boolean ended, boolean malformed) {
        assertThat(AnswerForm.isMalformed(answer, ended)).isEqualTo(malformed);
    }
}
