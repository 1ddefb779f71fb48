package io.opadpo.trainer.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.security.Caller;
import io.opadpo.trainer.adapter.Adapter;
import io.opadpo.trainer.adapter.Adapters;
import io.opadpo.trainer.model.MadeModel;
import io.opadpo.trainer.model.MadeModels;
import io.opadpo.trainer.model.ModelCatalog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** OpenAI's list of models: those configured, those made by the caller's jobs, and the caller's adapters. */
@RestController
@Tag(name = "Chat")
class ModelsController {

    private final ModelCatalog models;
    private final MadeModels made;
    private final Adapters adapters;
    private final long started;

    ModelsController(ModelCatalog models, MadeModels made, Adapters adapters, Clock clock) {
        this.models = models;
        this.made = made;
        this.adapters = adapters;
        this.started = clock.instant().getEpochSecond();
    }

    /**
     * A model as OpenAI's clients read it.
     *
     * @param id the name that requests ask for
     * @param created seconds since 1970
     * @param parent of an adapter, or of a model that a job has made: the model that it is made from
     * @param version of an adapter its SHA-256, of a made model its fingerprint
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Model(
            String id,
            String object,
            long created,
            String ownedBy,
            @Nullable String parent,
            @Nullable String version) {

        Model(String id, long created, String ownedBy, @Nullable String parent, @Nullable String version) {
            this(id, "model", created, ownedBy, parent, version);
        }
    }

    record ModelList(String object, List<Model> data) {}

    @GetMapping("/v1/models")
    @Operation(summary = "List what can be asked: models and adapters")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "4XX",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = OpenAiError.Body.class)))
    ModelList list(Caller caller) {
        String owner = caller.owner();
        List<Model> all = new ArrayList<>();
        models.configured().forEach(name -> all.add(new Model(name, started, "opadpo", null, null)));
        for (MadeModel made : models.made(owner)) {
            all.add(new Model(made.name(), made.created().getEpochSecond(), owner, made.baseModel(), made.version()));
        }
        for (Adapter adapter : adapters.list(owner)) {
            all.add(new Model(
                    adapter.name(), adapter.created().getEpochSecond(), owner, adapter.baseModel(), adapter.version()));
        }
        return new ModelList("list", all);
    }

    @DeleteMapping("/v1/models/{name}")
    @Operation(
            summary = "Delete a model that a job has made",
            description =
                    "With its files. 409 while adapters, other models or jobs that have not ended need it, and for"
                            + " a model of the configuration. Adapters are deleted under `/v1/adapters`.")
    @ApiResponse(responseCode = "204", description = "Gone")
    ResponseEntity<Void> delete(Caller caller, @PathVariable String name) throws IOException {
        String owner = caller.owner();
        if (models.configured().contains(name)) {
            throw ApiException.conflict("Model " + name + " is of the service's configuration");
        }
        MadeModel model = made.find(owner, name).orElseThrow(() -> OpenAiException.noModel(name));
        made.delete(
                owner,
                model,
                adapters.list(owner).stream()
                        .filter(adapter -> adapter.baseModel().equals(name))
                        .map(Adapter::name)
                        .toList());
        return ResponseEntity.noContent().build();
    }

    @GetMapping("/v1/models/{name}")
    @Operation(summary = "Get a model or adapter")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "4XX",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = OpenAiError.Body.class)))
    Model get(Caller caller, @PathVariable String name) {
        return list(caller).data().stream()
                .filter(model -> model.id().equals(name))
                .findFirst()
                .orElseThrow(() -> OpenAiException.noModel(name));
    }
}
