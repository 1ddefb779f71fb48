package io.opadpo.trainer.evaluation;

import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobNotFoundException;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Page;
import io.opadpo.jobs.WorkItem;
import io.opadpo.service.jobs.JobAccess;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.PageView;
import io.opadpo.service.web.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All answers that evaluations got from their benchmarks' questions. */
@RestController
@Tag(name = "Evaluations")
class EvaluationAnswersController {

    private static final int PAGE = 1000;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final JobAccess access;
    private final JobStore jobs;

    EvaluationAnswersController(JobAccess access, JobStore jobs) {
        this.access = access;
        this.jobs = jobs;
    }

    private record Found(String item, BenchmarkAnswer answer) {}

    @GetMapping("/v1/evaluations/{job}/answers")
    @Operation(
            summary = "List an evaluation's answers to benchmarks",
            description = "With their scores, while the evaluation runs too; `wrong` are the hallucinated parts as"
                    + " offsets of characters.")
    PageView<BenchmarkAnswer> answers(
            Caller caller,
            @PathVariable UUID job,
            @Parameter(description = "Only those of a benchmark") @RequestParam(required = false) @Nullable
                    String benchmark,
            @Parameter(description = "Only those of `base` or an adapter") @RequestParam(required = false) @Nullable
                    String policy,
            @ParameterObject @Valid Paging paging) {
        Job found = access.get(caller, job);
        if (!found.kind().equals(EvaluationHandler.KIND)) {
            throw new JobNotFoundException(job);
        }
        List<Found> answers = new ArrayList<>();
        String after = paging.after();
        do {
            Page<WorkItem, String> page = jobs.items(caller.asOwner(), job, ItemState.DONE, after, PAGE);
            page.items().stream()
                    .filter(item -> isWanted(item.output(), benchmark, policy))
                    .map(item -> new Found(item.item(), MAPPER.treeToValue(item.output(), BenchmarkAnswer.class)))
                    .forEach(answers::add);
            after = page.next();
        } while (after != null && answers.size() <= paging.size());
        List<Found> oneMore = answers.subList(0, Math.min(answers.size(), paging.size() + 1));
        return PageView.of(oneMore, paging.size(), Found::item).map(Found::answer);
    }

    /** A dataset's samples are items of the job too, but have no benchmark. */
    private static boolean isWanted(@Nullable JsonNode output, @Nullable String benchmark, @Nullable String policy) {
        return output != null
                && output.has("benchmark")
                && (benchmark == null || output.path("benchmark").asString().equals(benchmark))
                && (policy == null || output.path("policy").asString().equals(policy));
    }
}
