package io.opadpo.jobs.postgres;

import io.micrometer.observation.ObservationRegistry;
import io.opadpo.jobs.FullJitter;
import io.opadpo.jobs.JobDrains;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobQueues;
import io.opadpo.jobs.JobRemoval;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.JobsProperties;
import io.opadpo.jobs.RetryPolicy;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The job store on the application's {@link DataSource}. Its package is added to those Spring Boot scans for entities and
 * repositories; an application that names packages of its own with {@code @EntityScan} or {@code @EnableJpaRepositories}
 * has to name this one too.
 */
@AutoConfiguration(before = {HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class})
@AutoConfigurationPackage(basePackageClasses = JobStoreAutoConfiguration.class)
@EnableConfigurationProperties(JobsProperties.class)
public class JobStoreAutoConfiguration {
    @Bean
    JobStoreMigration jobStoreMigration(DataSource dataSource) {
        return new JobStoreMigration(dataSource);
    }

    /** Full jitter, unless the application has a policy of its own. */
    @Bean
    @ConditionalOnMissingBean
    RetryPolicy jobRetryPolicy(JobsProperties properties) {
        return new FullJitter(properties.backoffBase(), properties.backoffCap(), new SecureRandom());
    }

    @Bean
    Dependents jobDependents(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new Dependents(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    JobReads jobReads(EntityManager entities, JobRepository jobs, JobEventRepository events, WorkItemRepository items) {
        return new JobReads(entities, jobs, events, items);
    }

    @Bean
    JobStore jobStore(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Dependents dependents,
            JobReads reads,
            JobsProperties properties,
            ObjectProvider<ObservationRegistry> observations) {
        SubmissionTrace trace = new SubmissionTrace(observations.getIfAvailable(() -> ObservationRegistry.NOOP));
        return new PostgresJobStore(
                new Submission(
                        jdbc, new TransactionTemplate(transactions), dependents, properties.maxAttempts(), trace),
                reads,
                new Steering(jdbc, reads, dependents));
    }

    @Bean
    JobLeases jobLeases(JdbcClient jdbc, Dependents dependents, RetryPolicy retries, JobsProperties properties) {
        Reaper reaper = new Reaper(jdbc, dependents, properties.maxCrashes());
        return new PostgresJobLeases(jdbc, dependents, reaper, retries);
    }

    @Bean
    JobRemoval jobRemoval(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new PostgresJobRemoval(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    JobDrains jobDrains(JdbcClient jdbc) {
        return new PostgresJobDrains(jdbc);
    }

    @Bean
    JobQueues jobQueues(JdbcClient jdbc) {
        return new PostgresJobQueues(jdbc);
    }
}
