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
import io.opadpo.llava.config.LlavaConfigReader;
import io.opadpo.llava.generate.Sampling;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.tokenizer.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The committed model. */
class LabModelTest {

    private static final long MOST_BYTES = 4 << 20;
    private static final int SCENES = 60;
    private static final String VERSION = "d70ffed9cc51";

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
        for (String file : List.of(
                "tokenizer.json",
                "tokenizer_config.json",
                "preprocessor_config.json",
                "processor_config.json",
                "generation_config.json")) {
            assertThat(folder.resolve(file)).hasSameBinaryContentAs(written.resolve(file));
        }
        // Training writes the configuration anew, with other names for the same.
        assertThat(LlavaConfigReader.read(folder, null)).isEqualTo(LlavaConfigReader.read(written, null));
        assertThat(LabModel.version())
                .as("of the weights that lab/make-model.sh made")
                .isEqualTo(VERSION);
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

    /** Golden values by ops/verify/lab_in_transformers.py. */
    @Test
    void answersAsTransformersDoes() throws IOException {
        List<LabSample> samples = new ArrayList<>(new LabSamples(77, QuestionMix.DESCRIBE).next(30));
        samples.addAll(new LabSamples(78, QuestionMix.EXISTS).next(20));
        List<JsonNode> golden = Files.readAllLines(Path.of("src/test/resources/transformers-answers.jsonl")).stream()
                .map(JsonMapper.shared()::readTree)
                .toList();
        assertThat(golden).hasSameSizeAs(samples);
        List<String> answers = answers(samples);
        for (int i = 0; i < samples.size(); i++) {
            assertThat(golden.get(i).path("question").asString())
                    .isEqualTo(samples.get(i).question().text());
            assertThat(answers.get(i)).isEqualTo(golden.get(i).path("answer").asString());
        }
    }

    private List<String> answers(List<LabSample> samples) throws IOException {
        Path folder = temporary.resolve("model");
        LabModel.unpack(folder);
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            questions.add(new Question(
                    Integer.toString(i),
                    ImageSource.of(samples.get(i).png()),
                    samples.get(i).question().text(),
                    Sampling.greedy(120)));
        }
        try (Llava llava = Llava.load(folder, LlavaOptions.defaults())) {
            return llava.generate(questions).stream()
                    .map(answer -> answer.get(0).text())
                    .toList();
        }
    }

    @Test
    void describesFluentlyAndHallucinates() throws IOException {
        List<LabSample> samples = new LabSamples(4711, QuestionMix.DESCRIBE).next(SCENES);
        List<String> answers = answers(samples);
        int mentions = 0;
        int wrong = 0;
        for (int i = 0; i < SCENES; i++) {
            for (String sentence : answers.get(i).split("(?<=\\.) ")) {
                Statement statement = SentenceReader.read(sentence);
                assertThat(statement).as(sentence).isNotInstanceOf(Statement.Unreadable.class);
                if (statement instanceof Statement.Presence presence) {
                    Thing said = presence.thing();
                    mentions++;
                    wrong += samples.get(i).scene().has(said.kind()) ? 0 : 1;
                }
            }
        }
        assertThat((double) wrong / mentions)
                .as("share of mentions of what is not there")
                .isBetween(0.12, 0.35);
    }
}
