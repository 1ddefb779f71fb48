package io.opadpo.llava.train.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingListenerTest {

    private final List<String> heard = new ArrayList<>();

    @Test
    void aGroupPassesOnInOrderAndClosesAll() {
        TrainingListener group = TrainingListener.all(List.of(named("a"), named("b"), step -> heard.add("c")));
        group.onStep(Steps.step(1));
        group.flush();
        assertThatThrownBy(group::close)
                .hasMessage("closing a")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("closing b"));
        assertThat(heard).containsExactly("a step", "b step", "c", "a flush", "b flush", "a close", "b close");
    }

    private TrainingListener named(String name) {
        return new TrainingListener() {
            @Override
            public void onStep(StepRecord step) {
                heard.add(name + " step");
            }

            @Override
            public void flush() {
                heard.add(name + " flush");
            }

            @Override
            public void close() {
                heard.add(name + " close");
                throw new IllegalStateException("closing " + name);
            }
        };
    }
}
