package io.opadpo.dataset.intake;

import io.opadpo.dataset.DatasetServiceApplication;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
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
            AtomicLong heap = new AtomicLong();
            Thread sampler = new Thread(() -> sample(heap));
            sampler.setDaemon(true);
            sampler.start();
            Reply submitted = api.post(
                    "/v1/prompt-sets/import",
                    "{\"name\": \"bench\", \"source\": {\"path\": \"%s\"}%s}"
                            .formatted(shards.getFileName(), subsets == null ? "" : ", \"subsets\": " + subsets));
            try (EventStream events = api.events(submitted.header("Location") + "/events")) {
                events.rest();
            }
            report(api.get(submitted.header("Location")).json(), shards, (System.nanoTime() - start) / 1e9, heap.get());
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    /** The most bytes of the heap in use, garbage and all. */
    private static void sample(AtomicLong most) {
        while (true) {
            most.accumulateAndGet(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), Math::max);
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static void report(JsonNode job, Path shards, double seconds, long heap) throws IOException {
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
        System.out.printf(
                "%s: %.0f rows, %.0f MB, %d stored, in %.1f s: %.0f rows/s, %.1f MB/s; heap up to %.0f of %.0f MB%n",
                job.path("state").asString(),
                rows,
                megabytes,
                stored,
                seconds,
                rows / seconds,
                megabytes / seconds,
                heap / 1e6,
                Runtime.getRuntime().maxMemory() / 1e6);
    }
}
