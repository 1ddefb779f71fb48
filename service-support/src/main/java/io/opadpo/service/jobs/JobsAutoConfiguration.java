package io.opadpo.service.jobs;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.opadpo.jobs.JobStore;
import io.opadpo.service.web.WebProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** The uniform job API. */
@AutoConfiguration
@Import({JobsController.class, JobEventsController.class})
public class JobsAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    JobKinds jobKinds() {
        return JobKinds.of();
    }

    @Bean
    JobAccess jobAccess(JobStore store, JobKinds kinds) {
        return new JobAccess(store, kinds);
    }

    @Bean
    JobSubmissions jobSubmissions(JobStore store, JsonMapper json) {
        return new JobSubmissions(store, json);
    }

    @Bean
    JobEventStreams jobEventStreams(JobStore store, WebProperties properties) {
        return new JobEventStreams(store, properties);
    }

    @Bean
    MeterBinder jobEventStreamMetrics(JobEventStreams streams) {
        return registry -> Gauge.builder("opadpo.events.streams", streams, JobEventStreams::count)
                .description("Clients that follow a job's events now")
                .register(registry);
    }
}
