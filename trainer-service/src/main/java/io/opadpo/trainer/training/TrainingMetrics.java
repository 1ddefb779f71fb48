package io.opadpo.trainer.training;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opadpo.llava.train.telemetry.Scalars;
import io.opadpo.llava.train.telemetry.StepRecord;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * How trainings go in this process, by kind. Gauges are the last step's and not a number while none of that kind is being
 * trained; of two at once they tell of either. A training's whole curve is in its metrics.
 */
@Component
class TrainingMetrics {
    private final Map<TrainingKind, Map<String, Double>> last = new EnumMap<>(TrainingKind.class);
    private final Map<TrainingKind, Counter> steps = new EnumMap<>(TrainingKind.class);

    TrainingMetrics(MeterRegistry registry) {
        for (TrainingKind kind : TrainingKind.values()) {
            steps.put(
                    kind,
                    Counter.builder("opadpo.training.steps")
                            .description("Optimiser steps")
                            .tag("kind", kind.job())
                            .register(registry));
            gauge(registry, kind, "opadpo.training.loss", "Loss of the last step", Scalars.LOSS);
            gauge(registry, kind, "opadpo.training.samples.rate", "Samples a second", Scalars.SAMPLES_PER_SECOND);
            gauge(registry, kind, "opadpo.training.tokens.rate", "Tokens a second", Scalars.TOKENS_PER_SECOND);
        }
    }

    private void gauge(MeterRegistry registry, TrainingKind kind, String name, String description, String scalar) {
        Gauge.builder(name, () -> value(kind, scalar))
                .description(description)
                .tag("kind", kind.job())
                .register(registry);
    }

    private synchronized double value(TrainingKind kind, String scalar) {
        return last.getOrDefault(kind, Map.of()).getOrDefault(scalar, Double.NaN);
    }

    synchronized void stepped(TrainingKind kind, StepRecord step) {
        last.put(kind, step.scalars());
        Counter counter = steps.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }

    synchronized void ended(TrainingKind kind) {
        last.remove(kind);
    }
}
