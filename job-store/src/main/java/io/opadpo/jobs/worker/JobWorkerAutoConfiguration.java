package io.opadpo.jobs.worker;

import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobsProperties;
import io.opadpo.jobs.postgres.JobStoreAutoConfiguration;
import io.opadpo.jobs.postgres.PostgresHeartbeats;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;

/** A worker for the application's {@link JobHandler}s, if it has any. */
@AutoConfiguration(after = JobStoreAutoConfiguration.class)
@ConditionalOnBean(JobHandler.class)
public class JobWorkerAutoConfiguration {
    @Bean
    WorkerConnections jobWorkerConnections(JdbcConnectionDetails details, JobsProperties properties) {
        return new WorkerConnections(details, properties.lease());
    }

    @Bean
    JobWorker jobWorker(
            JobsProperties properties, List<JobHandler> handlers, JobLeases leases, WorkerConnections connections) {
        return new JobWorker(
                properties, handlers, leases, PostgresHeartbeats.on(connections.heartbeats()), connections.listening());
    }
}
