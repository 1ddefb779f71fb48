package io.opadpo.gateway.pipelines;

import static java.util.Objects.requireNonNullElse;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.UUID;

/**
 * A pipeline to run. Stages left out, and settings left out of a stage, are as the method was published.
 *
 * @param name what it is called, and its dataset unless that has a name of its own
 * @param promptSet the prompts, with their images
 * @param model the base model, which is also the policy that answers
 */
@Schema(example = """
                {"name": "first-try", "prompt_set": "00000000-0000-0000-0000-000000000001", "model": "llava-1.5-7b"}""")
record PipelineRequest(
        @NotNull @Pattern(regexp = NAME, message = NAME_MESSAGE)
        String name,

        @NotNull UUID promptSet,
        @NotBlank @Size(max = 200) String model,
        @Valid RolloutSettings rollout,
        @Valid FeedbackSettings feedback,
        @Valid DatasetSettings dataset,
        @Valid TrainingSettings opa,
        @Valid TrainingSettings opaDpo,
        @Valid EvaluationSettings evaluation) {
    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
    static final String NAME_MESSAGE = "must be 1 to 100 letters, digits, '.', '_' or '-', the first a letter or digit";

    /** What a request leaves out comes as null, and is filled in here: later defaults change no earlier pipeline. */
    PipelineRequest {
        rollout = requireNonNullElse(rollout, RolloutSettings.PUBLISHED);
        feedback = requireNonNullElse(feedback, FeedbackSettings.PUBLISHED);
        dataset = requireNonNullElse(dataset, DatasetSettings.PUBLISHED);
        opa = requireNonNullElse(opa, TrainingSettings.PUBLISHED);
        opaDpo = requireNonNullElse(opaDpo, TrainingSettings.PUBLISHED);
        evaluation = requireNonNullElse(evaluation, EvaluationSettings.PUBLISHED);
    }
}
