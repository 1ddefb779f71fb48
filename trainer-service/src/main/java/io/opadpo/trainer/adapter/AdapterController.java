package io.opadpo.trainer.adapter;

import io.opadpo.service.error.ApiException;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.PageView;
import io.opadpo.service.web.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.io.IOException;
import java.util.Objects;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Adapters that the caller's trainings have made. */
@RestController
@RequestMapping("/v1/adapters")
@Tag(name = "Adapters", description = "What trainings have made: ask them by name, or take them with you.")
class AdapterController {

    private final Adapters adapters;

    AdapterController(Adapters adapters) {
        this.adapters = adapters;
    }

    @GetMapping
    @Operation(summary = "List adapters, by name")
    PageView<Adapter> list(Caller caller, @ParameterObject @Valid Paging paging) {
        String after = Objects.requireNonNullElse(paging.after(), "");
        return PageView.of(adapters.list(caller.owner(), after, paging.size() + 1), paging.size(), Adapter::name);
    }

    @GetMapping("/{name}")
    @Operation(summary = "Get an adapter")
    Adapter get(Caller caller, @PathVariable String name) {
        return adapters.find(caller.owner(), name).orElseThrow(() -> ApiException.notFound("adapter " + name));
    }

    @DeleteMapping("/{name}")
    @Operation(
            summary = "Delete an adapter",
            description = "With its files. 409 while jobs that have not ended name it, or the job that made it.")
    @ApiResponse(responseCode = "204", description = "Gone")
    ResponseEntity<Void> delete(Caller caller, @PathVariable String name) throws IOException {
        adapters.delete(caller.owner(), get(caller, name));
        return ResponseEntity.noContent().build();
    }

    @GetMapping(path = "/{name}/download", produces = "application/zip")
    @Operation(summary = "Download an adapter", description = "A zip of its PEFT folder.")
    void download(Caller caller, @PathVariable String name, HttpServletResponse response) throws IOException {
        Adapter adapter = get(caller, name);
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(adapter.name() + ".zip")
                        .build()
                        .toString());
        adapters.zip(caller.owner(), adapter, response.getOutputStream());
    }
}
