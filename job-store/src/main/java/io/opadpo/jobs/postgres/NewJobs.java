package io.opadpo.jobs.postgres;

import io.opadpo.jobs.DependencyException;
import io.opadpo.jobs.NewJob;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A batch of jobs to submit, checked for circles. */
final class NewJobs {
    private final Map<UUID, NewJob> jobs = new LinkedHashMap<>();

    NewJobs(List<NewJob> batch) {
        batch.forEach(job -> {
            if (jobs.put(job.id(), job) != null) {
                throw new IllegalArgumentException("Job " + job.id() + " is in the batch twice");
            }
        });
        checkForCircles();
    }

    /** What jobs these are, for people to read. */
    String kinds() {
        return jobs.values().stream().map(NewJob::kind).distinct().sorted().collect(Collectors.joining(","));
    }

    /**
     * The rows to insert, as a JSON array.
     *
     * @param traceparent W3C trace context to keep with each, or null
     */
    String rows(int defaultMaxAttempts, @Nullable String traceparent) {
        List<UUID> order = List.copyOf(jobs.keySet());
        return Json.text(jobs.values().stream()
                .map(job -> row(job, order, defaultMaxAttempts, traceparent))
                .toList());
    }

    /** What a second submission under the same key must repeat: a digest that leaves out ids chosen by the caller. */
    String request(NewJob job) {
        return request(job, List.copyOf(jobs.keySet()));
    }

    private static Map<String, Object> row(
            NewJob job, List<UUID> order, int defaultMaxAttempts, @Nullable String traceparent) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", job.id());
        row.put("kind", job.kind());
        row.put("owner", job.owner());
        row.put("pipeline", job.pipeline());
        row.put("state", job.needs().isEmpty() ? "READY" : "WAITING");
        row.put("priority", job.priority());
        row.put("parameters", job.parameters());
        row.put("max_attempts", job.maxAttempts() == null ? defaultMaxAttempts : job.maxAttempts());
        row.put("run_at", job.runAt());
        row.put("idempotency_key", job.idempotencyKey());
        row.put("request", job.idempotencyKey() == null ? null : request(job, order));
        row.put("traceparent", traceparent);
        return row;
    }

    /** Needs within the batch count by their place, because a repeated batch comes with new ids. */
    private static String request(NewJob job, List<UUID> order) {
        Map<String, Object> body = new TreeMap<>();
        body.put("parameters", job.parameters());
        body.put("priority", job.priority());
        body.put("maxAttempts", String.valueOf(job.maxAttempts()));
        body.put("runAt", String.valueOf(job.runAt()));
        body.put(
                "needs",
                job.needs().stream()
                        .map(need -> order.contains(need) ? "#" + order.indexOf(need) : need.toString())
                        .sorted()
                        .toList());
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(Json.text(body).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Jobs that exist cannot need new ones, so a circle lies within the batch. */
    private void checkForCircles() {
        Map<UUID, Set<UUID>> open = new HashMap<>();
        jobs.values()
                .forEach(job -> open.put(
                        job.id(), job.needs().stream().filter(jobs::containsKey).collect(Collectors.toSet())));
        while (!open.isEmpty()) {
            List<UUID> free = new ArrayList<>();
            open.forEach((job, needs) -> {
                if (needs.isEmpty()) {
                    free.add(job);
                }
            });
            if (free.isEmpty()) {
                throw new DependencyException("Jobs need each other in a circle: " + open.keySet());
            }
            open.keySet().removeAll(free);
            open.values().forEach(needs -> needs.removeAll(free));
        }
    }
}
