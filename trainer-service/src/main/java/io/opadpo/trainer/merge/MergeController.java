package io.opadpo.trainer.merge;

import io.opadpo.jobs.Job;
import io.opadpo.jobs.NewJob;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.jobs.JobAccess;
import io.opadpo.service.jobs.JobSubmissions;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.IdempotencyKey;
import io.opadpo.trainer.adapter.Adapters;
import io.opadpo.trainer.job.InvalidParametersException;
import io.opadpo.trainer.job.Parameters;
import io.opadpo.trainer.model.MadeModel;
import io.opadpo.trainer.model.MadeModels;
import io.opadpo.trainer.model.ModelCatalog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Starts merges, and gives away what they have made. */
@RestController
@RequestMapping("/v1/merges")
@Tag(name = "Merges", description = "A model with an adapter folded in, for servers that take no adapters.")
class MergeController {

    private static final String EXAMPLE = """
            {"adapter": "my-opa-dpo", "dtype": "bf16"}
            """;

    private final Parameters parameters;
    private final Adapters adapters;
    private final ModelCatalog models;
    private final MadeModels made;
    private final JobSubmissions submissions;
    private final JobAccess access;

    MergeController(
            Parameters parameters,
            Adapters adapters,
            ModelCatalog models,
            MadeModels made,
            JobSubmissions submissions,
            JobAccess access) {
        this.parameters = parameters;
        this.adapters = adapters;
        this.models = models;
        this.made = made;
        this.submissions = submissions;
        this.access = access;
    }

    @PostMapping
    @Operation(
            summary = "Start a merge",
            description = "Rounding to bf16 loses part of a small update, so the unmerged adapter stays more exact.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema = @Schema(implementation = MergeRequest.class),
                                            examples = @ExampleObject(EXAMPLE))))
    ResponseEntity<Job> start(Caller caller, IdempotencyKey key, @RequestBody JsonNode body) {
        MergeRequest request = parameters.read(body, MergeRequest.class);
        String owner = caller.owner();
        if ((request.adapter() == null) == (request.adapterJob() == null)) {
            throw new InvalidParametersException("adapter", "give either adapter or adapter_job");
        }
        if (request.adapter() != null && adapters.find(owner, request.adapter()).isEmpty()) {
            throw new InvalidParametersException("adapter", "there is no adapter " + request.adapter());
        }
        if (request.name() != null && models.has(owner, request.name())) {
            throw ApiException.conflict("The name " + request.name() + " is taken");
        }
        NewJob job = submissions.newJob(caller, key, MergeHandler.KIND, parameters.write(request));
        return submissions.submit(request.adapterJob() == null ? job : job.needing(request.adapterJob()));
    }

    @GetMapping(path = "/{job}/download", produces = "application/zip")
    @Operation(summary = "Download a merged model", description = "A zip of a folder in Hugging Face's layout.")
    void download(Caller caller, @PathVariable UUID job, HttpServletResponse response) throws IOException {
        access.get(caller, job);
        MadeModel model =
                made.ofJob(caller.owner(), job).orElseThrow(() -> ApiException.notFound("model of job " + job));
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(model.name() + ".zip")
                        .build()
                        .toString());
        made.zip(caller.owner(), model, response.getOutputStream());
    }
}
