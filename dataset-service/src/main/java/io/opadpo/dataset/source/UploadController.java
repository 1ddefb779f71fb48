package io.opadpo.dataset.source;

import io.opadpo.service.error.ApiException;
import io.opadpo.service.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/uploads")
@Tag(name = "Uploads", description = "Files to import: Parquet, JSON lines, Arrow")
class UploadController {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");

    private final Uploads uploads;

    UploadController(Uploads uploads) {
        this.uploads = uploads;
    }

    @Operation(
            summary = "Upload a file to import",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                                            schema = @Schema(type = "string", format = "binary"))))
    @ApiResponse(responseCode = "201", description = "Kept", useReturnTypeSchema = true)
    @PostMapping(consumes = MediaType.ALL_VALUE)
    ResponseEntity<Upload> upload(
            Caller caller,
            @Parameter(description = "Its ending tells the format", example = "rlaif-v-000.parquet") @RequestParam
                    String name,
            HttpServletRequest request)
            throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw ApiException.invalid("name", "must be 1 to 200 letters, digits, '.', '_' or '-', as in data.parquet");
        }
        Upload upload = uploads.add(caller.owner(), name, request.getInputStream());
        return ResponseEntity.created(URI.create("/v1/uploads/" + upload.id())).body(upload);
    }

    @Operation(summary = "Show an upload")
    @GetMapping("/{id}")
    Upload get(Caller caller, @PathVariable UUID id) {
        return uploads.find(caller.owner(), id).orElseThrow(() -> ApiException.notFound("upload " + id));
    }

    @Operation(summary = "Delete an upload")
    @ApiResponse(responseCode = "204", description = "Gone")
    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable UUID id) {
        get(caller, id);
        uploads.delete(caller.owner(), id);
        return ResponseEntity.noContent().build();
    }
}
