package io.opadpo.trainer.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.opadpo.service.security.Caller;
import io.opadpo.trainer.adapter.Adapter;
import io.opadpo.trainer.adapter.Adapters;
import io.opadpo.trainer.model.MadeModel;
import io.opadpo.trainer.model.ModelCatalog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** OpenAI's list of models: those configured, those made by the caller's jobs, and the caller's adapters. */
@RestController
@Tag(name = "Chat")
class ModelsController {

    private final ModelCatalog models;
    private final Adapters adapters;
    private final long started;

    ModelsController(ModelCatalog models, Adapters adapters, Clock clock) {
        this.models = models;
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
