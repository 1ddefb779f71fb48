package io.opadpo.llava.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.lora.RandomAdapter;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.prompt.PromptException;
import io.opadpo.llava.prompt.PromptTooLongException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Errors, cancelling and closing: what happens to one request is no other's business. */
@Timeout(60)
class GeneratorTest {

    private static final Sampling LONG = Sampling.random(1, 0, 1, 40, 6).withMinTokens(40);

    private static SmallModel small;
    private static List<Integer> aloneIds;

    @BeforeAll
    static void load() {
        small = new SmallModel();
        aloneIds = small.alone(SmallModel.image("alone", LONG)).get(0).ids();
    }

    @AfterAll
    static void close() {
        small.close();
    }

    private static Answer only(Generation generation) {
        return generation.answers().join().get(0);
    }

    @Test
    void badRequestsAreRefusedByName() {
        try (Generator generator = small.generator(2)) {
            assertThatThrownBy(() -> generator.submit(SmallModel.text("long one", LONG, new int[64])))
                    .isInstanceOf(PromptTooLongException.class)
                    .hasMessageContainingAll("long one", "64", "63");
            assertThatThrownBy(() -> generator.submit(SmallModel.text("strange", LONG, 1, 64)))
                    .isInstanceOf(PromptException.class)
                    .hasMessageContainingAll("strange", "id 64", "index 1");
            assertThatThrownBy(() -> generator.submit(SmallModel.text("strange", LONG, 1, -5)))
                    .isInstanceOf(PromptException.class);
            assertThatThrownBy(() -> generator.submit(SmallModel.text("empty one", LONG)))
                    .isInstanceOf(PromptException.class)
                    .hasMessageContaining("empty one");
            GenerationRequest image = SmallModel.image("blind", LONG);
            assertThatThrownBy(
                            () -> generator.submit(new GenerationRequest("blind", image.prompt(), new float[7], LONG)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("blind", "7", "[3, 14, 14]");
            assertThat(generator.generate(List.of(image)).get(0).get(0).ids()).isEqualTo(aloneIds);
        }
    }

    @Test
    void theLongestPromptGetsOneToken() {
        int[] ids = new int[SmallModel.POSITIONS - 1];
        try (Generator generator = small.generator(2)) {
            Answer answer = generator
                    .generate(List.of(SmallModel.text("full", LONG, ids)))
                    .get(0)
                    .get(0);
            assertThat(answer.ids()).hasSize(1);
            assertThat(answer.finish()).isEqualTo(FinishReason.LENGTH);
        }
    }

    @Test
    void aListenerThatThrowsFailsItsOwnRequestOnly() {
        for (Throwable thrown : List.of(new IllegalStateException("mine"), new AssertionError("mine"))) {
            AtomicInteger calls = new AtomicInteger();
            AnswerListener listener = (request, sample, text) -> {
                calls.incrementAndGet();
                GeneratorTest.<RuntimeException>raise(thrown);
            };
            try (Generator generator = small.generator(3)) {
                Generation bad = generator.submit(
                        SmallModel.image("bad", LONG).withSamples(4).withListener(listener));
                Generation good = generator.submit(SmallModel.image("good", LONG));
                assertThat(only(good).ids()).isEqualTo(aloneIds);
                assertThatThrownBy(() -> bad.answers().join()).hasCause(thrown);
            }
            assertThat(calls).hasValue(1);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void aRunningRequestIsCancelledWithWhatItHas() {
        AtomicReference<Generation> self = new AtomicReference<>();
        CountDownLatch submitted = new CountDownLatch(1);
        AtomicInteger pieces = new AtomicInteger();
        AnswerListener listener = (request, sample, text) -> {
            await(submitted);
            if (pieces.incrementAndGet() == 5) {
                self.get().cancel();
            }
        };
        try (Generator generator = small.generator(2)) {
            self.set(generator.submit(SmallModel.image("stopped", LONG).withListener(listener)));
            Generation neighbour = generator.submit(SmallModel.image("neighbour", LONG));
            submitted.countDown();
            Answer answer = only(self.get());
            assertThat(answer.finish()).isEqualTo(FinishReason.CANCELLED);
            assertThat(answer.ids()).isNotEmpty().hasSizeLessThan(40);
            assertThat(answer.ids()).isEqualTo(aloneIds.subList(0, answer.ids().size()));
            assertThat(only(neighbour).ids()).isEqualTo(aloneIds);
        }
    }

    @Test
    void aWaitingRequestIsCancelledEmpty() {
        CountDownLatch cancelled = new CountDownLatch(1);
        AnswerListener listener = (request, sample, text) -> await(cancelled);
        try (Generator generator = small.generator(1)) {
            Generation running =
                    generator.submit(SmallModel.image("running", LONG).withListener(listener));
            Generation waiting =
                    generator.submit(SmallModel.image("waiting", LONG).withSamples(3));
            waiting.cancel();
            cancelled.countDown();
            assertThat(waiting.answers().join())
                    .hasSize(3)
                    .allSatisfy(answer ->
                            assertThat(answer).isEqualTo(new Answer(List.of(), List.of(), "", FinishReason.CANCELLED)));
            assertThat(only(running).ids()).isEqualTo(aloneIds);
        }
    }

    /** Some answers run, the rest wait for slots: cancelling ends both kinds. */
    @Test
    void aHalfStartedRequestIsCancelledWhole() {
        AtomicReference<Generation> self = new AtomicReference<>();
        CountDownLatch submitted = new CountDownLatch(1);
        AnswerListener listener = (request, sample, text) -> {
            await(submitted);
            self.get().cancel();
        };
        try (Generator generator = small.generator(2)) {
            self.set(generator.submit(
                    SmallModel.image("half", LONG).withSamples(5).withListener(listener)));
            submitted.countDown();
            assertThat(self.get().answers().join())
                    .hasSize(5)
                    .allSatisfy(answer -> assertThat(answer.finish()).isEqualTo(FinishReason.CANCELLED));
            assertThat(generator
                            .generate(List.of(SmallModel.image("next", LONG)))
                            .get(0)
                            .get(0)
                            .ids())
                    .isEqualTo(aloneIds);
        }
    }

    @Test
    void closingFailsWhatRunsAndWhatWaits() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        AnswerListener listener = (request, sample, text) -> {
            if (started.getCount() > 0) {
                started.countDown();
                awaitInterrupt();
            }
        };
        Generator generator = small.generator(1);
        Generation running = generator.submit(SmallModel.image("running", LONG).withListener(listener));
        Generation waiting = generator.submit(SmallModel.image("waiting", LONG));
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        generator.close();
        for (Generation generation : List.of(running, waiting)) {
            assertThatThrownBy(() -> generation.answers().join())
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
        assertThatThrownBy(() -> generator.submit(SmallModel.image("late", LONG)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(small.alone(SmallModel.image("the model stays open", LONG))).hasSize(1);
    }

    /** However submitting and closing meet, nobody waits forever. */
    @Test
    void requestsThatRaceWithClosingAllEnd() throws InterruptedException {
        for (int round = 0; round < 30; round++) {
            Generator generator = small.generator(2);
            List<Generation> submitted = new ArrayList<>();
            Thread client = new Thread(() -> {
                try {
                    while (true) {
                        submitted.add(generator.submit(SmallModel.text("r", Sampling.greedy(1), 1, 2, 3)));
                    }
                } catch (IllegalStateException closed) {
                    // what this client waits for
                }
            });
            client.start();
            generator.close();
            client.join();
            for (Generation generation : submitted) {
                assertThat(generation.answers().handle((answers, error) -> true))
                        .succeedsWithin(10, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void oneBadRequestOfManyIsReportedAndTheGeneratorGoesOn() {
        List<GenerationRequest> requests =
                List.of(SmallModel.image("fine", LONG), SmallModel.text("too long", LONG, new int[64]));
        try (Generator generator = small.generator(2)) {
            assertThatThrownBy(() -> generator.generate(requests))
                    .isInstanceOf(PromptTooLongException.class)
                    .hasMessageContaining("too long");
            assertThat(generator
                            .generate(List.of(SmallModel.image("next", LONG)))
                            .get(0)
                            .get(0)
                            .ids())
                    .isEqualTo(aloneIds);
        }
    }

    /** Keys and values that are not finite stay in a slot and, masked, would still spread as NaN. */
    @Test
    void anAdapterOfWildWeightsFailsItsOwnRequestsOnly(@TempDir Path folder) {
        RandomAdapter.write(folder, small.model.config(), 1, 1e30f);
        try (LoraAdapter wild = TinyLlava.adapter(small.model, folder)) {
            try (Generator generator = small.generator(3)) {
                assertFailsAlone(generator, wild);
            }
            small.model.release(wild);
        }
    }

    private static void assertFailsAlone(Generator generator, LoraAdapter wild) {
        Sampling fewer = Sampling.random(1, 0, 1, 20, 6);
        List<Integer> expected =
                small.alone(SmallModel.text("short", fewer, 1, 5)).get(0).ids();
        for (int round = 0; round < 3; round++) {
            Generation neighbour = generator.submit(SmallModel.image("neighbour", LONG));
            Generation bad = generator.submit(
                    SmallModel.image("wild", LONG).withAdapter(wild).withSamples(2));
            assertThatThrownBy(() -> bad.answers().join())
                    .hasCauseInstanceOf(GenerationException.class)
                    .hasMessageContainingAll("wild", "not finite");
            Generation shorter = generator.submit(SmallModel.text("short", fewer, 1, 5));
            assertThat(only(shorter).ids()).isEqualTo(expected);
            assertThat(only(neighbour).ids()).isEqualTo(aloneIds);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when closing interrupts the generator's thread. */
    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await(30, TimeUnit.SECONDS);
        } catch (InterruptedException closing) {
            return;
        }
        throw new IllegalStateException("nobody closed");
    }
}
