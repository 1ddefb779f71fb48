package io.opadpo.service.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opadpo.jobs.worker.RunListener;
import java.time.Duration;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Claims by kind, number and length of runs by kind and end (attempts, retries, failures, lost leases), and leases of
 * vanished workers. All are there from the start, at 0: an alert on their growth sees the first one.
 */
class RunMetrics implements RunListener {
    private static final String NAME = "opadpo.jobs.run";

    private final ObjectProvider<MeterRegistry> registry;

    RunMetrics(ObjectProvider<MeterRegistry> registry, Set<String> kinds) {
        this.registry = registry;
        registry.ifAvailable(meters -> {
            for (String kind : kinds) {
                claims(meters, kind);
                for (End end : End.values()) {
                    timer(meters, kind, end);
                }
            }
            if (!kinds.isEmpty()) {
                leases(meters);
            }
        });
    }

    @Override
    public void claimed(String kind) {
        registry.ifAvailable(meters -> claims(meters, kind).increment());
    }

    @Override
    public void ended(String kind, End end, Duration took) {
        registry.ifAvailable(meters -> timer(meters, kind, end).record(took));
    }

    @Override
    public void expired(int leases) {
        registry.ifAvailable(meters -> leases(meters).increment(leases));
    }

    private static Counter claims(MeterRegistry registry, String kind) {
        return Counter.builder("opadpo.jobs.claims")
                .description("Jobs that this worker has taken")
                .tag("kind", kind)
                .register(registry);
    }

    private static Timer timer(MeterRegistry registry, String kind, End end) {
        return Timer.builder(NAME)
                .description("Runs of jobs, by how they ended")
                .tag("kind", kind)
                .tag("end", end.label())
                .register(registry);
    }

    private static Counter leases(MeterRegistry registry) {
        return Counter.builder("opadpo.jobs.leases.expired")
                .description("Leases of workers that were not heard of, ended by this one")
                .register(registry);
    }
}
