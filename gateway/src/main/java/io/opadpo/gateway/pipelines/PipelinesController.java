package io.opadpo.gateway.pipelines;

import io.opadpo.service.security.Caller;
import io.opadpo.service.web.IdempotencyKey;
import io.opadpo.service.web.PageView;
import io.opadpo.service.web.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.UUID;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** From prompts to an evaluated adapter with one request. */
@RestController
@RequestMapping("/v1/pipelines")
@Tag(
        name = "Pipelines",
        description = "rollout → feedback → dataset → OPA → OPA-DPO → evaluation. Each stage is a job, to be steered"
                + " under `/v1/jobs` too.")
class PipelinesController {
    private final Pipelines pipelines;

    PipelinesController(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    @PostMapping
    @Operation(
            summary = "Run a pipeline",
            description =
                    "Only `name`, `prompt_set` and `model` have to be given; all else is as published. Ids of prompt"
                            + " sets are listed by `GET /v1/prompt-sets`, names of models by `GET /v1/models`.")
    ResponseEntity<PipelineView> submit(
            Caller caller, IdempotencyKey key, @Valid @RequestBody PipelineRequest request) {
        PipelineView pipeline = pipelines.submit(caller, key, request);
        return ResponseEntity.created(URI.create("/v1/pipelines/" + pipeline.id()))
                .body(pipeline);
    }

    @GetMapping
    @Operation(summary = "List pipelines, newest first")
    PageView<PipelineView> list(Caller caller, @ParameterObject @Valid Paging paging) {
        return pipelines.list(caller, paging);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Get a pipeline", description = "With the state, progress and result of each stage.")
    PipelineView get(Caller caller, @PathVariable UUID id) {
        return pipelines.get(caller, id);
    }

    @DeleteMapping("/{id}")
    @Operation(
            summary = "Delete a pipeline that has ended",
            description =
                    "With its jobs, and no data set, adapter or model. 409 while another job needs one of its jobs.")
    @ApiResponse(responseCode = "204", description = "Gone")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id) {
        pipelines.delete(caller, id);
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{id}/cancel")
    @Operation(summary = "Cancel a pipeline", description = "Stages that have ended stay as they are.")
    PipelineView cancel(Caller caller, @PathVariable UUID id) {
        return pipelines.cancel(caller, id);
    }
}
