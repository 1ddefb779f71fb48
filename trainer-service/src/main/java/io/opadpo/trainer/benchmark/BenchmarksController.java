package io.opadpo.trainer.benchmark;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells which benchmarks evaluations can ask for. */
@RestController
@Tag(name = "Evaluations")
class BenchmarksController {

    private final Benchmarks benchmarks;

    BenchmarksController(Benchmarks benchmarks) {
        this.benchmarks = benchmarks;
    }

    record BenchmarkList(List<BenchmarkView> items) {}

    @GetMapping("/v1/benchmarks")
    @Operation(
            summary = "List the configured benchmarks",
            description =
                    "Each with the files it needs and whether they are there. An evaluation asks for them by name.")
    BenchmarkList list() {
        return new BenchmarkList(
                benchmarks.names().stream().map(benchmarks::view).toList());
    }
}
