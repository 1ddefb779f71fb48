package io.opadpo.jobs.worker;

import io.micrometer.observation.ObservationRegistry;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobsProperties;
import io.opadpo.jobs.postgres.JobStoreAutoConfiguration;
import io.opadpo.jobs.postgres.PostgresHeartbeats;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;

/** A worker for the application's {@link JobHandler}s, if it has any and is not there for the migrations alone. */
@AutoConfiguration(after = JobStoreAutoConfiguration.class)
@ConditionalOnBean(JobHandler.class)
@ConditionalOnBooleanProperty(name = "opadpo.migrate-only", havingValue = false, matchIfMissing = true)
public class JobWorkerAutoConfiguration {
    @Bean
    WorkerConnections jobWorkerConnections(JdbcConnectionDetails details, JobsProperties properties) {
        return new WorkerConnections(details, properties.lease());
    }

    @Bean
    JobWorker jobWorker(
            JobsProperties properties,
            List<JobHandler> handlers,
            JobLeases leases,
            WorkerConnections connections,
            ObjectProvider<RunListener> listeners,
            ObjectProvider<ObservationRegistry> observations) {
        return new JobWorker(
                properties,
                handlers,
                leases,
                PostgresHeartbeats.on(connections.heartbeats()),
                connections.listening(),
                new RunListeners(listeners.orderedStream().toList()),
                observations.getIfAvailable(() -> ObservationRegistry.NOOP));
    }
}
