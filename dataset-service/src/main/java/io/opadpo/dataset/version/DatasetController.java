package io.opadpo.dataset.version;

import io.opadpo.dataset.NewestFirst;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.PageView;
import io.opadpo.service.web.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/v1/datasets")
@Tag(name = "Data sets", description = "What a model is trained on, as versions that never change")
class DatasetController {

    private static final int DROPS_SHOWN = 100;

    private final Datasets datasets;
    private final LinePages lines;
    private final Provenance provenance;
    private final JsonMapper json;

    DatasetController(Datasets datasets, LinePages lines, Provenance provenance, JsonMapper json) {
        this.datasets = datasets;
        this.lines = lines;
        this.provenance = provenance;
        this.json = json;
    }

    @Operation(summary = "List data sets, newest first")
    @GetMapping
    PageView<DatasetView> list(Caller caller, @ParameterObject @Valid Paging paging) {
        NewestFirst after = paging.after(NewestFirst::parse);
        return PageView.of(
                        datasets.list(caller.owner(), after == null ? NewestFirst.START : after, paging.size() + 1),
                        paging.size(),
                        dataset -> new NewestFirst(dataset.created(), dataset.id()))
                .map(DatasetView::of);
    }

    @Operation(summary = "Show a data set, with statistics and drop report")
    @GetMapping("/{id}")
    DatasetDetails get(Caller caller, @PathVariable UUID id) throws IOException {
        return details(find(caller, id));
    }

    @Operation(summary = "Show the data set that a job has made")
    @GetMapping("/by-job/{job}")
    DatasetDetails getByJob(Caller caller, @PathVariable UUID job) throws IOException {
        return details(
                datasets.byJob(caller.owner(), job).orElseThrow(() -> ApiException.notFound("data set of job " + job)));
    }

    @Operation(summary = "List samples, in their order")
    @GetMapping("/{id}/samples")
    PageView<? extends JsonNode> samples(Caller caller, @PathVariable UUID id, @ParameterObject @Valid Paging paging)
            throws IOException {
        return PageView.of(lines.page(find(caller, id).files().samples(), from(paging), paging.size()));
    }

    @Operation(summary = "List answers that were left out, each with its reason")
    @GetMapping("/{id}/dropped")
    PageView<? extends JsonNode> dropped(Caller caller, @PathVariable UUID id, @ParameterObject @Valid Paging paging)
            throws IOException {
        return PageView.of(lines.page(find(caller, id).files().dropped(), from(paging), paging.size()));
    }

    @Operation(
            summary = "Show a data set's card",
            description = "Markdown with a head in YAML, as Hugging Face's Hub wants it in README.md.",
            responses =
                    @ApiResponse(responseCode = "200", content = @Content(mediaType = MediaType.TEXT_MARKDOWN_VALUE)))
    @GetMapping("/{id}/card")
    ResponseEntity<String> card(Caller caller, @PathVariable UUID id) {
        Dataset dataset = find(caller, id);
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_MARKDOWN, StandardCharsets.UTF_8))
                .body(DataCard.of(dataset, json.readTree(dataset.statistics()), provenance.of(dataset)));
    }

    @Operation(
            summary = "Delete a data set",
            description =
                    "With its files; its version is not given out again. 409 while jobs that have not ended name it.")
    @ApiResponse(responseCode = "204", description = "Gone")
    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id) {
        datasets.delete(find(caller, id));
        return ResponseEntity.noContent().build();
    }

    private Dataset find(Caller caller, UUID id) {
        return datasets.find(caller.owner(), id).orElseThrow(() -> ApiException.notFound("data set " + id));
    }

    private DatasetDetails details(Dataset dataset) throws IOException {
        JsonNode statistics = json.readTree(dataset.statistics());
        return new DatasetDetails(
                DatasetView.of(dataset),
                statistics,
                lines.page(dataset.files().dropped(), 0, DROPS_SHOWN).items());
    }

    private static long from(Paging paging) {
        Long from = paging.after(Long::valueOf);
        return from == null ? 0 : from;
    }
}
