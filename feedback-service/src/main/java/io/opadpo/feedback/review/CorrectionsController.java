package io.opadpo.feedback.review;

import io.opadpo.feedback.review.Corrections.Listed;
import io.opadpo.feedback.review.Corrections.Position;
import io.opadpo.jobs.ItemState;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.jobs.JobAccess;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.PageView;
import io.opadpo.service.web.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Corrections", description = "What became of answers, and what people make of it")
class CorrectionsController {
    private final JobAccess access;
    private final Corrections corrections;
    private final Reviews reviews;

    CorrectionsController(JobAccess access, Corrections corrections, Reviews reviews) {
        this.access = access;
        this.corrections = corrections;
        this.reviews = reviews;
    }

    @GetMapping("/v1/feedback/{job}/corrections")
    @Operation(
            summary = "A job's corrections",
            description =
                    "Those there are by now; failed ones with the error and, if there was one, the reply. Reviewed"
                            + " ones as the last version has them; rejected ones only if asked for.")
    PageView<CorrectionView> list(
            Caller caller,
            @PathVariable UUID job,
            @Parameter(description = "Only corrections in this state") @RequestParam(required = false) @Nullable
                    ItemState state,
            @Parameter(description = "Only those of which people made this; all but rejected ones unless given")
                    @RequestParam(required = false)
                    @Nullable
                    ReviewFilter review,
            @Parameter(description = "Only those with a sentence of this score or a lower one")
                    @RequestParam(name = "max_score", required = false)
                    @Min(1)
                    @Max(4)
                    @Nullable
                    Integer maxScore,
            @Parameter(description = "By id, or the lowest scores first") @RequestParam(required = false) @Nullable
                    Order order,
            @ParameterObject @Valid Paging paging) {
        access.get(caller, job);
        Position after = paging.after(Position::parse);
        CorrectionQuery query = new CorrectionQuery(state, review, maxScore, order);
        List<Listed> found = corrections.list(job, query, after, paging.size() + 1);
        return PageView.of(found, paging.size(), Listed::position).map(Listed::view);
    }

    @PostMapping("/v1/feedback/{job}/corrections/{id}/reviews")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Accept, edit or reject a correction",
            description = "Makes a new version of it; earlier ones are kept. Datasets leave rejected ones out.")
    CorrectionView review(
            Caller caller, @PathVariable UUID job, @PathVariable String id, @Valid @RequestBody ReviewRequest request) {
        access.get(caller, job);
        return reviews.add(job, id, caller.owner(), request);
    }

    @GetMapping("/v1/feedback/{job}/corrections/{id}/reviews")
    @Operation(summary = "The versions of a correction", description = "The first one first, each with its report.")
    List<Review> versions(Caller caller, @PathVariable UUID job, @PathVariable String id) {
        access.get(caller, job);
        if (corrections.find(job, id).isEmpty()) {
            throw ApiException.notFound("correction " + id);
        }
        return reviews.versions(job, id);
    }

    @PostMapping("/v1/feedback/{job}/reviews")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "The same for any id", description = "An id with slashes in it has no place in a path.")
    CorrectionView reviewById(
            Caller caller, @PathVariable UUID job, @RequestParam String id, @Valid @RequestBody ReviewRequest request) {
        return review(caller, job, id, request);
    }

    @GetMapping("/v1/feedback/{job}/reviews")
    @Operation(summary = "The versions of a correction with any id")
    List<Review> versionsById(Caller caller, @PathVariable UUID job, @RequestParam String id) {
        return versions(caller, job, id);
    }
}
