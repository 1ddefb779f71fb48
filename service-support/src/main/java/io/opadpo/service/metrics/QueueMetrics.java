package io.opadpo.service.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.opadpo.jobs.JobQueues;
import io.opadpo.jobs.QueueDepth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Queue depth and age of this service's kinds, and whether they are drained. They are the database's, so every replica tells the same: dashboards take
 * the maximum, not the sum. One query serves all gauges of a scrape.
 */
class QueueMetrics implements MeterBinder {
    private static final Logger log = LoggerFactory.getLogger(QueueMetrics.class);
    private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

    private final JobQueues queues;
    private final Set<String> kinds;
    private Map<String, QueueDepth> depths = Map.of();
    private long asked = System.nanoTime() - FRESH_NANOS;

    QueueMetrics(JobQueues queues, Set<String> kinds) {
        this.queues = queues;
        this.kinds = kinds;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String kind : kinds) {
            gauge(registry, kind, "opadpo.jobs.ready", "Jobs that a worker could take now", QueueDepth::ready);
            gauge(registry, kind, "opadpo.jobs.running", "Jobs in a worker's hands", QueueDepth::running);
            gauge(
                    registry,
                    kind,
                    "opadpo.jobs.drained",
                    "1 while nobody starts jobs of this kind",
                    depth -> depth.drained() ? 1 : 0);
            Gauge.builder(
                            "opadpo.jobs.oldest",
                            () -> value(kind, depth -> depth.oldest().toMillis() / 1000.0))
                    .description("How long the first ready job has been waiting")
                    .baseUnit("seconds")
                    .tag("kind", kind)
                    .register(registry);
        }
    }

    private void gauge(
            MeterRegistry registry, String kind, String name, String description, ToDoubleFunction<QueueDepth> figure) {
        Gauge.builder(name, () -> value(kind, figure))
                .description(description)
                .tag("kind", kind)
                .register(registry);
    }

    /** Not a number while the database cannot be asked: zero would look like nothing to do. */
    private double value(String kind, ToDoubleFunction<QueueDepth> figure) {
        QueueDepth depth = depths().get(kind);
        return depth == null ? Double.NaN : figure.applyAsDouble(depth);
    }

    private synchronized Map<String, QueueDepth> depths() {
        if (System.nanoTime() - asked >= FRESH_NANOS) {
            asked = System.nanoTime();
            try {
                List<QueueDepth> found = queues.depths(kinds);
                depths = found.stream().collect(Collectors.toMap(QueueDepth::kind, Function.identity()));
            } catch (DataAccessException | CannotCreateTransactionException e) {
                log.warn("No figures on queues: {}", e.getMessage());
                depths = Map.of();
            }
        }
        return depths;
    }
}
