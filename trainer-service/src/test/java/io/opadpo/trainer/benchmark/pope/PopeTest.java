package io.opadpo.trainer.benchmark.pope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.trainer.benchmark.BenchmarkQuestion;
import io.opadpo.trainer.benchmark.BenchmarkTask;
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

class PopeTest {

    private static final String LINE =
            "{\"question_id\": %d, \"image\": \"a.png\", \"text\": \"Is there a dog?\", \"label\": \"%s\"}%n";

    private final PopeBenchmark pope = new PopeBenchmark();

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("images"));
        Files.writeString(folder.resolve("images/a.png"), "");
        file("random.json", LINE.formatted(1, "yes") + LINE.formatted(2, "no") + LINE.formatted(3, "yes"));
    }

    private void file(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    @ParameterizedTest
    @CsvSource({
        "Yes, true, YES_SAID",
        "yes, false, YES_SAID",
        "'No, there is no dog.', true, NO_SAID",
        "'There is not a dog', false, NO_SAID",
        "'There isn’t a dog', false, NO_SAID",
        "'NO', true, NO_SAID",
        "'There is a dog. No cat.', true, YES_SAID",
        "'There is a dog in the', true, YES_SAID",
        "'There is a dog in the', false, UNPARSABLE",
        "'A notable dog.', true, YES_SAID",
        "'', true, UNPARSABLE",
        "'. No', true, UNPARSABLE",
        "'Yes! No.', true, YES_SAID"
    })
    void theFirstSentenceSays(String answer, boolean ended, PopeAnswer said) {
        assertThat(PopeAnswer.of(answer, ended)).isEqualTo(said);
    }

    /**
     * By hand: labels yes yes yes no no no no, answers yes no "" yes no no no; so 1 true yes of 2 said and 3 right ones, and
     * 4 of 7 correct.
     */
    @Test
    void scoresLikeAConfusionMatrix() {
        BenchmarkTask task = pope.open(folder);
        List<String> answers = List.of("Yes.", "No.", "", "Yes, a dog", "No.", "no", "It is not there.");
        Map<String, Integer> sums = new HashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            BenchmarkQuestion question =
                    new BenchmarkQuestion("random/" + i, "a.png", Path.of("a.png"), "?", List.of(i < 3 ? "yes" : "no"));
            Score score = task.score(question, answers.get(i), true);
            score.counts().forEach((name, count) -> sums.merge(name, count, Integer::sum));
            boolean wrong = i > 0 && i < 4;
            assertThat(score.wrong())
                    .as(answers.get(i))
                    .isEqualTo(wrong ? List.of(new Score.Span(0, answers.get(i).length())) : List.of());
        }
        Map<String, Double> values = new HashMap<>();
        for (Metric metric : task.metrics()) {
            values.put(metric.name(), metric.formula().applyAsDouble(name -> sums.getOrDefault(name, 0)));
        }
        assertThat(values).containsOnlyKeys("accuracy", "precision", "recall", "f1", "yes_ratio", "unparsable");
        assertThat(values.get("accuracy")).isEqualTo(4 / 7.0);
        assertThat(values.get("precision")).isEqualTo(1 / 2.0);
        assertThat(values.get("recall")).isEqualTo(1 / 3.0);
        assertThat(values.get("f1")).isCloseTo(2 * (1 / 2.0) * (1 / 3.0) / (1 / 2.0 + 1 / 3.0), within(1e-12));
        assertThat(values.get("yes_ratio")).isEqualTo(2 / 7.0);
        assertThat(values.get("unparsable")).isEqualTo(1 / 7.0);
    }

    @Test
    void splitsComeByTurnsAndAreCountedApart() throws IOException {
        file("adversarial.jsonl", LINE.formatted(1, "no"));
        BenchmarkTask task = pope.open(folder);
        assertThat(task.questions())
                .extracting(BenchmarkQuestion::id)
                .containsExactly("adversarial/1", "random/1", "random/2", "random/3");
        assertThat(task.metrics()).extracting(Metric::name).contains("f1", "random.f1", "adversarial.accuracy");
        assertThat(task.score(task.questions().get(1), "Yes", true).counts())
                .containsEntry("correct", 1)
                .containsEntry("random.correct", 1)
                .doesNotContainKey("adversarial.correct");
    }

    @Test
    void whatCannotBeUsedIsNamed() throws IOException {
        refuses(LINE.formatted(1, "maybe"), "random.json line 1: label is maybe");
        refuses(LINE.formatted(1, "no").replace("a.png", "b.png"), "random.json line 1: there is no images/b.png");
        refuses(LINE.formatted(1, "no") + "[]", "random.json line 2: not a JSON object");
        refuses(LINE.formatted(1, "no").replace("text", "question"), "random.json line 1: text is missing");
    }

    private void refuses(String content, String message) throws IOException {
        file("random.json", content);
        assertThatThrownBy(() -> pope.open(folder)).hasMessageContaining(message);
    }
}
