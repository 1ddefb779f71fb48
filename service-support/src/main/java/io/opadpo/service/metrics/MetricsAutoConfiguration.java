package io.opadpo.service.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.opadpo.jobs.JobQueues;
import io.opadpo.jobs.worker.JobWorkerAutoConfiguration;
import io.opadpo.service.jobs.JobKinds;
import io.opadpo.service.jobs.JobsAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Metrics of the process, and of the jobs whose kinds a service names. The gateway names none, and tells of none. */
@AutoConfiguration(before = JobWorkerAutoConfiguration.class, after = JobsAutoConfiguration.class)
public class MetricsAutoConfiguration {
    @Bean
    QueueMetrics queueMetrics(JobQueues queues, JobKinds kinds) {
        return new QueueMetrics(queues, kinds.kinds());
    }

    @Bean
    ProcessMemory processMemory() {
        return new ProcessMemory();
    }

    @Bean
    RunMetrics runMetrics(ObjectProvider<MeterRegistry> registry, JobKinds kinds) {
        return new RunMetrics(registry, kinds.kinds());
    }
}
