package io.opadpo.service.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opadpo.jobs.worker.RunListener;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;

/** Number and length of runs by kind and end: attempts, failures and lost leases. All are there from the start, at 0. */
class RunMetrics implements RunListener {
    private static final String NAME = "opadpo.jobs.run";

    private final ObjectProvider<MeterRegistry> registry;

    RunMetrics(ObjectProvider<MeterRegistry> registry, Set<String> kinds) {
        this.registry = registry;
        for (String kind : kinds) {
            for (End end : End.values()) {
                registry.ifAvailable(meters -> timer(meters, kind, end));
            }
        }
    }

    @Override
    public void ended(String kind, End end, Duration took) {
        registry.ifAvailable(meters -> timer(meters, kind, end).record(took));
    }

    private static Timer timer(MeterRegistry registry, String kind, End end) {
        return Timer.builder(NAME)
                .description("Runs of jobs, by how they ended")
                .tag("kind", kind)
                .tag("end", end.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
