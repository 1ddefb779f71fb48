package io.opadpo.gateway.report;

import io.opadpo.gateway.report.TrainingCurve.Step;
import io.opadpo.service.clients.ServiceClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Reads trainings' metrics from the trainer. */
final class TrainingCurves {
    private static final int PAGE = 1000;
    /** A page with more steps than this would only be slower: the drawing is a few hundred pixels wide. */
    private static final int MOST_STEPS = 10_000;

    private TrainingCurves() {}

    /**
     * The first steps of a training, {@value #MOST_STEPS} at most, with losses and margins.
     *
     * @throws io.opadpo.service.clients.RemoteException if the trainer does not give them
     */
    static TrainingCurve read(ServiceClient trainer, UUID job) {
        List<Step> steps = new ArrayList<>();
        JsonNode next = null;
        do {
            long from = next == null ? 1 : next.longValue();
            JsonNode page = trainer.get(
                    JsonNode.class,
                    "/v1/trainings/{job}/metrics?from_step={from}&limit={limit}",
                    job,
                    from,
                    Math.min(PAGE, MOST_STEPS - steps.size()));
            page.path("items").forEach(item -> steps.add(step(item)));
            next = page.path("next");
        } while (next.isNumber() && steps.size() < MOST_STEPS);
        return new TrainingCurve(steps, next.isNumber());
    }

    private static Step step(JsonNode item) {
        Map<String, Double> scalars = new HashMap<>();
        item.path("scalars").properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            // NaN and the infinities are strings.
            if (isDrawn(name) && value.isNumber()) {
                scalars.put(name, value.doubleValue());
            }
        });
        return new Step(item.path("step").asLong(0), scalars);
    }

    private static boolean isDrawn(String scalar) {
        return scalar.equals(TrainingCurve.LOSS) || scalar.equals(TrainingCurve.ANCHOR) || Margin.isMargin(scalar);
    }
}
