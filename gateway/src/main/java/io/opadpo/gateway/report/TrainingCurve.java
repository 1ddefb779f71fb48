package io.opadpo.gateway.report;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a training's steps were like.
 *
 * @param steps in their order
 * @param cut whether there are more
 */
record TrainingCurve(List<Step> steps, boolean cut) {
    /** What was minimised. */
    static final String LOSS = "loss/total";
    /** OPA-DPO's term that keeps the corrected answers likely, before its coefficient. */
    static final String ANCHOR = "loss/AncPO";

    /** @param scalars those that are finite */
    record Step(long step, Map<String, Double> scalars) {}

    /** One scalar over the steps that have it. */
    List<Point> points(String scalar) {
        return steps.stream()
                .filter(step -> step.scalars().containsKey(scalar))
                .map(step -> new Point(
                        step.step(), Objects.requireNonNull(step.scalars().get(scalar))))
                .toList();
    }
}
