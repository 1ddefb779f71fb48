package io.opadpo.llava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.opadpo.llava.generate.Answer;
import io.opadpo.llava.generate.AnswerListener;
import io.opadpo.llava.generate.FinishReason;
import io.opadpo.llava.generate.Generation;
import io.opadpo.llava.generate.GeneratorOptions;
import io.opadpo.llava.generate.Sampling;
import io.opadpo.llava.image.ImageException;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.model.Scorer;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.model.VisionFeatures;
import io.opadpo.llava.prompt.PromptTooLongException;
import io.opadpo.llava.prompt.VicunaPrompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlavaTest {

    private static final String QUESTION = "What is in the picture?";
    private static final ImageSource LANDSCAPE = ImageSource.of(Fixtures.path("images/landscape.png"));

    @TempDir
    private static Path temporary;

    private static Path folder;

    private Llava llava;

    @BeforeAll
    static void makeFolder() throws IOException {
        folder = TinyFolder.in(temporary);
    }

    @BeforeEach
    void load() {
        LlavaOptions options = LlavaOptions.defaults().withDevice(Device.cpu());
        llava = Llava.load(folder, options.withGenerator(new GeneratorOptions(3, 600, 1000)));
    }

    @AfterEach
    void close() {
        llava.close();
    }

    @Test
    void scoresAreThoseOfTheModelWithTheFixturesPixels() {
        float[] pixels = Fixtures.floats("pixel_values_112.safetensors", "pad112/landscape.png");
        VicunaPrompt prompt = new VicunaPrompt(llava.tokenizer());
        int[] response = prompt.encodeAnswer("A hill.", true);
        llava.loadAdapter("tiny", Fixtures.path("tiny-adapter"));
        Scorer scorer = new Scorer(llava.model(), 1000);
        try (LoraAdapter adapter =
                        LoraAdapter.load(llava.model().torch(), llava.config(), "own", Fixtures.path("tiny-adapter"));
                VisionFeatures image = scorer.encode(List.of(pixels), adapter).get(0)) {
            ScoringSample sample = new ScoringSample("row", prompt.encode(QUESTION, true), image, List.of(response));
            float[] expected = scorer.logProbs(List.of(sample), adapter).get(0).get(0);
            llava.model().release(adapter);

            TokenLogProbs scores = score("tiny", "A hill.").get(0);
            assertThat(scores.ids())
                    .containsExactlyElementsOf(IntStream.of(response).boxed().toList())
                    .endsWith(llava.tokenizer().eosId());
            assertThat(scores.logProbs()).hasSize(expected.length);
            for (int i = 0; i < expected.length; i++) {
                assertThat(scores.logProbs().get(i)).isCloseTo(expected[i], within());
            }
            assertThat(scores.mean()).isEqualTo(scores.sum() / expected.length);
            assertThat(scores.sum()).isNotEqualTo(score(null, "A hill.").get(0).sum());
        }
    }

    @Test
    void manyResponsesAreScoredAsEachAlone() {
        String[] responses = IntStream.range(0, 40).mapToObj(i -> "Answer " + i).toArray(String[]::new);
        List<TokenLogProbs> together = score(null, responses);
        assertThat(together).hasSize(40);
        for (int i : new int[] {0, 17, 39}) {
            assertThat(together.get(i).sum())
                    .isCloseTo(score(null, responses[i]).get(0).sum(), within(1e-3));
        }
    }

    @Test
    void answersHaveTextAndTheirScoresAgreeWithThePromptAndPicture() {
        Answer answer = llava.answer(LANDSCAPE, QUESTION, Sampling.greedy(6));
        assertThat(answer.finish()).isEqualTo(FinishReason.LENGTH);
        assertThat(answer.ids()).hasSize(6);
        String words = answer.ids().stream().map(TinyFolder::word).collect(Collectors.joining());
        assertThat(answer.text()).isEqualTo(words.substring(1));
        assertThat(llava.answer(null, QUESTION, Sampling.greedy(6)).ids()).isNotEqualTo(answer.ids());
    }

    @Test
    void questionsAreAnsweredInTheirOrderAndAsEachAlone() {
        List<Question> questions = IntStream.range(0, 20)
                .mapToObj(i -> new Question("q" + i, null, "Question " + i, Sampling.greedy(3 + i % 5)))
                .toList();
        List<List<Answer>> answers = llava.generate(questions);
        assertThat(answers).hasSize(20);
        for (int i = 0; i < 20; i++) {
            Question question = questions.get(i);
            assertThat(answers.get(i).get(0).ids())
                    .isEqualTo(llava.answer(null, question.text(), question.sampling())
                            .ids());
        }
    }

    @Test
    void listenersHearTheWholeText() {
        StringBuilder heard = new StringBuilder();
        Question question = new Question("q", LANDSCAPE, QUESTION, Sampling.greedy(5));
        Generation generation = llava.submit(question, (id, sample, text) -> heard.append(text));
        String text = generation.answers().join().get(0).text();
        assertThat(heard).hasToString(text);
        assertThat(text).isNotEmpty();
    }

    @Test
    void badQuestionsAreNamedAndLeaveTheOthersAlone() {
        Question broken = new Question("broken", ImageSource.of(new byte[] {1, 2}), QUESTION, Sampling.greedy(3));
        assertThatThrownBy(() -> llava.generate(List.of(broken)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("broken");
        Question wordy = new Question("wordy", null, "x".repeat(700), Sampling.greedy(3));
        assertThatThrownBy(() -> llava.generate(List.of(wordy)))
                .isInstanceOf(PromptTooLongException.class)
                .hasMessageContaining("wordy");
        Question adapted = new Question("q", null, QUESTION, Sampling.greedy(3)).withAdapter("none");
        assertThatThrownBy(() -> llava.generate(List.of(adapted)))
                .isInstanceOf(LlavaException.class)
                .hasMessageContaining("none");
        assertThat(llava.answer(null, QUESTION, Sampling.greedy(3)).ids()).hasSize(3);
    }

    @Test
    void anUnloadedAdapterServesItsRequestsToTheEnd() {
        Question question = new Question("q", LANDSCAPE, QUESTION, Sampling.greedy(60)).withAdapter("tiny");
        llava.loadAdapter("tiny", Fixtures.path("tiny-adapter"));
        List<Integer> expected = llava.generate(List.of(question)).get(0).get(0).ids();

        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch unloaded = new CountDownLatch(1);
        Generation generation = llava.submit(question, (id, sample, text) -> {
            started.countDown();
            await(unloaded);
        });
        await(started);
        llava.unloadAdapter("tiny");
        unloaded.countDown();

        assertThat(generation.answers().join().get(0).ids()).isEqualTo(expected);
        assertThat(llava.adapters()).isEmpty();
        assertThatThrownBy(() -> llava.submit(question, AnswerListener.NONE)).isInstanceOf(LlavaException.class);
    }

    @Test
    void aListenerThatThrowsLosesItsOwnRequestOnly() {
        llava.loadAdapter("tiny", Fixtures.path("tiny-adapter"));
        Question question = new Question("q", LANDSCAPE, QUESTION, Sampling.greedy(30)).withSamples(2);
        List<Integer> expected = llava.generate(List.of(question)).get(0).get(0).ids();
        Generation other = llava.submit(question, AnswerListener.NONE);
        Generation broken = llava.submit(question.withSamples(5).withAdapter("tiny"), (id, sample, text) -> {
            llava.unloadAdapter("tiny");
            throw new IllegalArgumentException("broken listener");
        });
        assertThatThrownBy(() -> broken.answers().join()).hasRootCauseMessage("broken listener");
        assertThat(other.answers().join().get(1).ids()).isEqualTo(expected);
    }

    @Test
    void adaptersHaveNamesOfTheirOwn() {
        llava.loadAdapter("a", Fixtures.path("tiny-adapter"));
        llava.loadAdapter("b", Fixtures.path("tiny-adapter"));
        assertThat(llava.adapters()).containsExactly("a", "b");
        assertThatThrownBy(() -> llava.loadAdapter("a", Fixtures.path("tiny-adapter")))
                .isInstanceOf(LlavaException.class)
                .hasMessageContaining("a is loaded already");
        assertThatThrownBy(() -> llava.loadAdapter("c", Fixtures.path("tiny-llava")))
                .isInstanceOf(LlavaException.class)
                .hasMessageContaining("adapter_config.json");
    }

    /** Scoring with ever new adapters churns the model's caches while a generation reads them. */
    @Test
    void scoringAndGeneratingShareTheModel() throws Exception {
        List<Question> questions = IntStream.range(0, 6)
                .mapToObj(i -> new Question("q" + i, LANDSCAPE, "Question " + i, Sampling.greedy(40)))
                .toList();
        List<List<Answer>> alone = llava.generate(questions);
        llava.loadAdapter("0", Fixtures.path("tiny-adapter"));
        double base = score(null, "A hill.").get(0).sum();
        double adapted = score("0", "A hill.").get(0).sum();

        ExecutorService scorers = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> scoring = IntStream.range(1, 3)
                    .<Future<?>>mapToObj(t -> scorers.submit(() -> {
                        for (int round = 0; round < 20; round++) {
                            String name = t + "." + round;
                            llava.loadAdapter(name, Fixtures.path("tiny-adapter"));
                            assertThat(score(name, "A hill.").get(0).sum()).isCloseTo(adapted, within(1e-3));
                            assertThat(score(null, "A hill.").get(0).sum()).isCloseTo(base, within(1e-3));
                            llava.unloadAdapter(name);
                        }
                    }))
                    .toList();
            List<List<Answer>> beside = llava.generate(questions);
            for (Future<?> future : scoring) {
                future.get();
            }
            for (int i = 0; i < questions.size(); i++) {
                assertThat(beside.get(i).get(0).ids())
                        .isEqualTo(alone.get(i).get(0).ids());
            }
        } finally {
            scorers.shutdownNow();
        }
    }

    @Test
    void closingEndsWhatRunsAndRefusesWhatComes() {
        CountDownLatch started = new CountDownLatch(1);
        Question question = new Question("q", LANDSCAPE, QUESTION, Sampling.greedy(500));
        Generation generation = llava.submit(question, (id, sample, text) -> started.countDown());
        await(started);
        llava.close();
        llava.close();
        assertThatThrownBy(() -> generation.answers().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> llava.answer(null, QUESTION, Sampling.greedy(1)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Scorer(llava.model(), 100).encode(List.of(new float[3 * 112 * 112]), null))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void noOneIsToldThatTheModelRuns() {
        assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
    }

    private List<TokenLogProbs> score(@Nullable String adapter, String... responses) {
        return llava.logProbs(new GivenResponses("row", LANDSCAPE, QUESTION, List.of(responses), adapter));
    }

    private static Offset<Float> within() {
        return Offset.offset(1e-4f);
    }

    private static Offset<Double> within(double tolerance) {
        return Offset.offset(tolerance);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
