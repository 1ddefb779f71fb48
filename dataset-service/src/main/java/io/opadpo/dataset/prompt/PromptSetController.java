package io.opadpo.dataset.prompt;

import io.opadpo.dataset.Digests;
import io.opadpo.dataset.NewestFirst;
import io.opadpo.dataset.prompt.PromptTable.Row;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.IdempotencyKey;
import io.opadpo.service.web.PageView;
import io.opadpo.service.web.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/prompt-sets")
@Tag(name = "Prompt sets", description = "What a model is asked: images with questions and standard answers")
class PromptSetController {

    private final PromptSets sets;
    private final FolderImport folders;

    PromptSetController(PromptSets sets, FolderImport folders) {
        this.sets = sets;
        this.folders = folders;
    }

    /** Reads the body with Jackson's parser, not with a converter: it may hold a million prompts. */
    @Operation(
            summary = "Make a prompt set",
            description = "The set never changes afterwards. Errors name prompt and field, as in prompts[3].question.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = NewPromptSet.class))))
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<PromptSet> create(Caller caller, IdempotencyKey key, HttpServletRequest request) throws IOException {
        Body body = new Body(request);
        return created(sets.create(
                caller.owner(), key, load -> PromptReader.readObject(body.stream(), load), () -> body.request("")));
    }

    @Operation(
            summary = "Make a prompt set of JSON lines",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                                            schema = @Schema(implementation = NewPrompt.class))))
    @PostMapping(consumes = MediaType.APPLICATION_NDJSON_VALUE)
    ResponseEntity<PromptSet> createFromLines(
            Caller caller,
            IdempotencyKey key,
            @Parameter(example = "kitchens") @RequestParam String name,
            HttpServletRequest request)
            throws IOException {
        Body body = new Body(request);
        return created(sets.create(
                caller.owner(),
                key,
                load -> PromptReader.readLines(PromptReader.name(name), body.stream(), load),
                () -> body.request(name)));
    }

    @Operation(
            summary = "Make a prompt set of a folder's images",
            description = "The folder lies on the server, below the configured import folder. File names are the"
                    + " prompts' ids; 7.txt beside 7.jpg holds its standard answer.")
    @PostMapping(path = "/folder", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<PromptSet> importFolder(Caller caller, IdempotencyKey key, @Valid @RequestBody NewFolder folder)
            throws IOException {
        return created(
                sets.create(caller.owner(), key, load -> folders.read(caller.owner(), folder, load), () -> folder));
    }

    @Operation(summary = "List prompt sets, newest first")
    @GetMapping
    PageView<PromptSet> list(Caller caller, @ParameterObject @Valid Paging paging) {
        NewestFirst after = paging.after(NewestFirst::parse);
        return PageView.of(
                sets.list(caller.owner(), after == null ? NewestFirst.START : after, paging.size() + 1),
                paging.size(),
                set -> new NewestFirst(set.created(), set.id()));
    }

    @Operation(summary = "Show a prompt set")
    @GetMapping("/{id}")
    PromptSet get(Caller caller, @PathVariable UUID id) {
        return sets.get(caller.owner(), id);
    }

    @Operation(summary = "List a set's prompts, in its order")
    @GetMapping("/{id}/prompts")
    PageView<Prompt> prompts(Caller caller, @PathVariable UUID id, @ParameterObject @Valid Paging paging) {
        Long after = paging.after(Long::valueOf);
        return PageView.of(
                        sets.prompts(caller.owner(), id, after == null ? -1 : after, paging.size() + 1),
                        paging.size(),
                        Row::position)
                .map(Row::prompt);
    }

    @Operation(
            summary = "Delete a prompt set",
            description = "Its images stay while others name them. 409 while jobs that have not ended name it.")
    @ApiResponse(responseCode = "204", description = "Gone")
    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id) {
        sets.delete(caller.owner(), id);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<PromptSet> created(PromptSet set) {
        return ResponseEntity.created(URI.create("/v1/prompt-sets/" + set.id())).body(set);
    }

    /** A body and the digest of it, by which the same request is known again. */
    private record Body(DigestInputStream stream) {
        Body(HttpServletRequest request) throws IOException {
            this(new DigestInputStream(request.getInputStream(), Digests.sha256()));
        }

        Map<String, String> request(String name) {
            try (InputStream rest = stream) {
                rest.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.of(
                    "name",
                    name,
                    "sha256",
                    HexFormat.of().formatHex(stream.getMessageDigest().digest()));
        }
    }
}
