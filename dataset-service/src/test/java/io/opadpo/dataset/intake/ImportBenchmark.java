package io.opadpo.dataset.intake;

import io.opadpo.dataset.DatasetServiceApplication;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/**
 * Rows a second of an import, with the service, its database and its blobs on one machine. {@code shards.py} writes
 * files; OPADPO_BENCH_SHARDS names their folder, OPADPO_BENCH_SUBSETS is JSON of subsets to choose.
 */
@EnabledIfEnvironmentVariable(named = "OPADPO_BENCH_SHARDS", matches = ".+")
class ImportBenchmark {

    @Test
    void imports() throws IOException {
        Path shards = Path.of(System.getenv("OPADPO_BENCH_SHARDS")).toAbsolutePath();
        Path folder = Files.createTempDirectory("import-benchmark");
        TestService service = TestService.start(
                DatasetServiceApplication.application(),
                "opadpo.blobs.folder=" + folder.resolve("blobs"),
                "opadpo.dataset.imports.work=" + folder.resolve("imports"),
                "opadpo.dataset.prompts.import-root=" + shards.getParent());
        try (service) {
            String subsets = System.getenv("OPADPO_BENCH_SUBSETS");
            subsets = subsets == null || subsets.isEmpty() ? null : subsets;
            Api api = service.as("bench");
            long start = System.nanoTime();
            Reply submitted = api.post(
                    "/v1/prompt-sets/import",
                    "{\"name\": \"bench\", \"source\": {\"path\": \"%s\"}%s}"
                            .formatted(shards.getFileName(), subsets == null ? "" : ", \"subsets\": " + subsets));
            try (EventStream events = api.events(submitted.header("Location") + "/events")) {
                events.rest();
            }
            report(api.get(submitted.header("Location")).json(), shards, (System.nanoTime() - start) / 1e9);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static void report(JsonNode job, Path shards, double seconds) throws IOException {
        JsonNode result = job.path("result");
        double rows =
                result.path("prompts").asDouble() + result.path("malformed").asDouble();
        long stored = 0;
        for (JsonNode set : result.path("sets")) {
            stored += set.path("count").asLong();
        }
        double megabytes;
        try (Stream<Path> files = Files.list(shards)) {
            megabytes = files.mapToLong(file -> file.toFile().length()).sum() / 1e6;
        }
        double heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum()
                / 1e6;
        System.out.printf(
                "%s: %.0f rows, %.0f MB, %d stored, in %.1f s: %.0f rows/s, %.1f MB/s; heap up to %.0f of %.0f MB%n",
                job.path("state").asString(),
                rows,
                megabytes,
                stored,
                seconds,
                rows / seconds,
                megabytes / seconds,
                heap,
                Runtime.getRuntime().maxMemory() / 1e6);
    }
}
