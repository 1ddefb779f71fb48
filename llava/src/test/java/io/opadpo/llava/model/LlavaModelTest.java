package io.opadpo.llava.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.torch.Scope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LlavaModelTest {

    private static final Prompt PROMPT = new Prompt(new int[] {1, 5, 7}, -1);

    private static LlavaModel model;
    private static LoraAdapter adapter;

    @BeforeAll
    static void load() {
        model = TinyLlava.load();
        adapter = TinyLlava.adapter(model);
    }

    @AfterAll
    static void close() {
        model.release(adapter);
        adapter.close();
        model.close();
    }

    static Stream<String> passes() {
        return uses().keySet().stream();
    }

    private static Map<String, Runnable> uses() {
        Scorer scorer = new Scorer(model, 100);
        return Map.of(
                "encode",
                () -> scorer.encode(List.of(Fixtures.row(0).pixels()), adapter).forEach(VisionFeatures::close),
                "score",
                () -> scorer.logProbs(List.of(new ScoringSample("s", PROMPT, null, List.of(new int[] {9, 2}))), null),
                "prefill and step",
                LlavaModelTest::decode,
                "release",
                () -> model.release(adapter));
    }

    private static void decode() {
        try (CachedDecoder decoder = new CachedDecoder(model, 1, 16);
                Scope scope = model.torch().scope()) {
            decoder.prefill(scope, List.of(new CachedDecoder.Prefill(PROMPT, null, adapter)), new int[] {0});
            decoder.step(scope, new int[] {9}, new int[] {3}, List.of(adapter));
        }
    }

    @ParameterizedTest
    @MethodSource("passes")
    @Timeout(30)
    void onePassWaitsForAnother(String use) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread other = new Thread(uses().get(use));
        other.setUncaughtExceptionHandler((thread, error) -> failure.set(error));
        Thread.State state = model.exclusively(() -> {
            other.start();
            while (other.getState() != Thread.State.WAITING && other.isAlive()) {
                Thread.onSpinWait();
            }
            return other.getState();
        });
        other.join();
        assertThat(state).isEqualTo(Thread.State.WAITING);
        assertThat(failure.get()).isNull();
    }

    @Test
    void aClosedModelRefusesWork() {
        LlavaModel closed = TinyLlava.load();
        closed.close();
        closed.close();
        Scorer scorer = new Scorer(closed, 100);
        assertThatThrownBy(() -> scorer.encode(List.of(Fixtures.row(0).pixels()), null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
