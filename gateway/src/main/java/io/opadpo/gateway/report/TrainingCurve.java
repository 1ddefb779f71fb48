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
    static final String LOSS = "loss/total";

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
