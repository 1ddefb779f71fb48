package io.opadpo.gateway.report;

import io.opadpo.service.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** A pipeline for people. */
@RestController
@Tag(name = "Pipelines")
class ReportController {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final Reports reports;

    ReportController(Reports reports) {
        this.reports = reports;
    }

    @GetMapping(path = "/v1/pipelines/{id}/report", produces = MediaType.TEXT_HTML_VALUE)
    @Operation(
            summary = "Read a pipeline's report",
            description =
                    "One page of HTML that needs nothing else and can be kept as a file: figures before and after with"
                            + " 95 % intervals, training curves, answers side by side, settings. A pipeline that has not ended shows"
                            + " what there is by now.",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "The page",
                            content =
                                    @Content(mediaType = MediaType.TEXT_HTML_VALUE, schema = @Schema(type = "string"))))
    ResponseEntity<byte[]> report(Caller caller, @PathVariable UUID id) {
        String address = ServletUriComponentsBuilder.fromCurrentContextPath().toUriString();
        ReportData data = reports.of(caller, id, address);
        String file = "report-" + data.pipeline().name() + ".html";
        return ResponseEntity.ok()
                .contentType(HTML)
                .cacheControl(CacheControl.noCache().cachePrivate())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.inline().filename(file).build().toString())
                .header("Content-Security-Policy", ReportStyle.POLICY + "; frame-ancestors 'none'")
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .body(new ReportPage(data).html().getBytes(StandardCharsets.UTF_8));
    }
}
