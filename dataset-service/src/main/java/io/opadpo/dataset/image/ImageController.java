package io.opadpo.dataset.image;

import io.opadpo.dataset.image.Images.Upload;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/images")
@Tag(name = "Images", description = "PNG, JPEG and WebP, known by the SHA-256 of their bytes")
class ImageController {

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final Images images;

    ImageController(Images images) {
        this.images = images;
    }

    /** Reads no more than the limit and one byte, whatever the request announces. */
    @Operation(
            summary = "Upload an image",
            description =
                    "Up to 20 MB and 40 megapixels. What was uploaded before is kept once, and answered with 200.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = {
                                @Content(mediaType = "image/png", schema = @Schema(type = "string", format = "binary")),
                                @Content(
                                        mediaType = "image/jpeg",
                                        schema = @Schema(type = "string", format = "binary")),
                                @Content(mediaType = "image/webp", schema = @Schema(type = "string", format = "binary"))
                            }))
    @ApiResponse(responseCode = "201", description = "Kept", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "200", description = "Was kept before", useReturnTypeSchema = true)
    @PostMapping(consumes = MediaType.ALL_VALUE)
    ResponseEntity<StoredImage> upload(Caller caller, HttpServletRequest request) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(images.maxBytes() + 1);
        Upload upload = images.upload(caller.owner(), bytes);
        if (!upload.isNew()) {
            return ResponseEntity.ok(upload.image());
        }
        return ResponseEntity.created(URI.create("/v1/images/" + upload.image().sha256()))
                .body(upload.image());
    }

    @Operation(
            summary = "Download an image",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            content =
                                    @Content(
                                            mediaType = "image/*",
                                            schema = @Schema(type = "string", format = "binary"))))
    @GetMapping("/{sha256}")
    ResponseEntity<InputStreamResource> get(Caller caller, @PathVariable String sha256) {
        StoredImage image =
                images.find(caller.owner(), sha256).orElseThrow(() -> ApiException.notFound("image " + sha256));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(image.mediaType()))
                .contentLength(image.bytes())
                .eTag(image.sha256())
                .cacheControl(CacheControl.maxAge(FOR_EVER).cachePrivate().immutable())
                .header("X-Content-Type-Options", "nosniff")
                .body(new InputStreamResource(() -> images.open(caller.owner(), image.sha256()).stream()));
    }
}
