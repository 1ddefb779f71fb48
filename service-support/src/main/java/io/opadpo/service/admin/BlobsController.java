package io.opadpo.service.admin;

import io.opadpo.service.error.ApiException;
import io.opadpo.service.retention.BlobCollector;
import io.opadpo.service.retention.CollectedBlobs;
import io.opadpo.service.retention.OneAtATime;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Collects this service's blobs when an operator asks for it. */
@RestController
@Tag(name = "Operations")
class BlobsController {
    private final BlobCollector collector;
    private final OneAtATime oneAtATime;

    BlobsController(BlobCollector collector, OneAtATime oneAtATime) {
        this.collector = collector;
        this.oneAtATime = oneAtATime;
    }

    @PostMapping("/v1/admin/blobs/collect")
    @Operation(
            summary = "Look for blobs that nothing refers to, and delete them",
            description = "In two steps: blobs older than the grace are marked, and deleted by a later collection when"
                    + " the mark is older than that too. A dry run, which it is unless said otherwise, only counts.")
    CollectedBlobs collect(
            @Parameter(description = "Whether only to count") @RequestParam(name = "dry_run", defaultValue = "true")
                    boolean dryRun) {
        return oneAtATime
                .run(collector.lock(), () -> collector.collect(dryRun))
                .orElseThrow(() -> ApiException.conflict("A collection is under way"));
    }
}
