package io.opadpo.llava.train.telemetry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Records to write. */
final class Steps {

    private Steps() {}

    static StepRecord step(long step) {
        return step(step, Map.of(Scalars.LOSS, 1.0 / step));
    }

    static StepRecord step(long step, Map<String, Double> scalars) {
        return new StepRecord(step, (step + 1) / 2, step / 8.0, Instant.ofEpochSecond(1_700_000_000 + step), scalars);
    }

    static Map<String, Double> scalars(Object... namesAndValues) {
        Map<String, Double> scalars = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            scalars.put((String) namesAndValues[i], (Double) namesAndValues[i + 1]);
        }
        return scalars;
    }
}
