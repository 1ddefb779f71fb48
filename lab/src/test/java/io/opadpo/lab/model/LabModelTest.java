package io.opadpo.lab.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.lab.files.LabSample;
import io.opadpo.lab.files.LabSamples;
import io.opadpo.lab.scene.Thing;
import io.opadpo.lab.text.QuestionMix;
import io.opadpo.lab.text.SentenceReader;
import io.opadpo.lab.text.Statement;
import io.opadpo.llava.ImageSource;
import io.opadpo.llava.Llava;
import io.opadpo.llava.LlavaOptions;
import io.opadpo.llava.Question;
import io.opadpo.llava.generate.Sampling;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.tokenizer.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed model. */
class LabModelTest {

    private static final long MOST_BYTES = 4 << 20;
    private static final int SCENES = 60;

    @TempDir
    private Path temporary;

    @Test
    void isSmallAndHasTheFilesThatTheCommandWrites() throws IOException {
        Path folder = temporary.resolve("model");
        LabModel.unpack(folder);
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        assertThat(bytes).isLessThan(MOST_BYTES);
        Path written = temporary.resolve("written");
        new LabShape().write(written);
        for (String file : List.of("tokenizer.json", "tokenizer_config.json", "preprocessor_config.json")) {
            assertThat(folder.resolve(file)).hasSameBinaryContentAs(written.resolve(file));
        }
    }

    @Test
    void everyWordIsOneToken() throws IOException {
        new LabShape().write(temporary);
        Tokenizer tokenizer = Tokenizers.load(temporary);
        LabSamples samples = new LabSamples(1, QuestionMix.ALIGNMENT);
        for (int i = 0; i < 100; i++) {
            String answer = samples.next().standard();
            int[] ids = tokenizer.encode(answer);
            assertThat(ids).as(answer).hasSize(answer.split("[ ]|(?=[.,])").length);
            assertThat(tokenizer.decode(ids)).isEqualTo(answer);
        }
    }

    @Test
    void describesFluentlyAndHallucinates() throws IOException {
        LabModel.unpack(temporary.resolve("model"));
        List<LabSample> samples = new LabSamples(4711, QuestionMix.DESCRIBE).next(SCENES);
        int mentions = 0;
        int wrong = 0;
        try (Llava llava = Llava.load(temporary.resolve("model"), LlavaOptions.defaults())) {
            List<Question> questions = samples.stream()
                    .map(sample -> new Question(
                            sample.id(),
                            ImageSource.of(sample.png()),
                            sample.question().text(),
                            Sampling.greedy(120)))
                    .toList();
            var answers = llava.generate(questions);
            for (int i = 0; i < SCENES; i++) {
                for (String sentence : answers.get(i).get(0).text().split("(?<=\\.) ")) {
                    Statement statement = SentenceReader.read(sentence);
                    assertThat(statement).as(sentence).isNotInstanceOf(Statement.Unreadable.class);
                    if (statement instanceof Statement.Presence presence) {
                        Thing said = presence.thing();
                        mentions++;
                        wrong += samples.get(i).scene().has(said.kind()) ? 0 : 1;
                    }
                }
            }
        }
        assertThat((double) wrong / mentions)
                .as("share of mentions of what is not there")
                .isBetween(0.12, 0.35);
    }
}
