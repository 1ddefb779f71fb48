package io.opadpo.gateway.pipelines;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an adapter is trained.
 *
 * @param name what the adapter will be called; by default the stage with the beginning of the job's id
 * @param options as published where null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TrainingSettings(
        @Nullable @Pattern(regexp = PipelineRequest.NAME) String name,
        @Nullable @Valid TrainingOptions options) {
    static final TrainingSettings PUBLISHED = new TrainingSettings(null, null);
}
