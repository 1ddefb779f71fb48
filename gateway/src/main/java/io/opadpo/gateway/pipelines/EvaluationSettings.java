package io.opadpo.gateway.pipelines;

import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * How the adapters are compared with the base model.
 *
 * @param limit most samples to look at; null is all that are held out, or all
 */
record EvaluationSettings(@Nullable @Min(1) Integer limit) {
    static final EvaluationSettings PUBLISHED = new EvaluationSettings(null);
}
