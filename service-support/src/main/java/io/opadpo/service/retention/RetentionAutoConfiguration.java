package io.opadpo.service.retention;

import io.opadpo.blobs.BlobStore;
import io.opadpo.blobs.BlobStoreAutoConfiguration;
import io.opadpo.jobs.JobRemoval;
import io.opadpo.service.jobs.JobKinds;
import io.opadpo.service.jobs.JobsAutoConfiguration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What removes jobs and, in services that have any, blobs. */
@AutoConfiguration(after = JobsAutoConfiguration.class, afterName = "io.opadpo.blobs.BlobStoreAutoConfiguration")
@EnableConfigurationProperties(RetentionProperties.class)
public class RetentionAutoConfiguration {
    @Bean
    OneAtATime oneAtATime(DataSource dataSource) {
        return new OneAtATime(dataSource);
    }

    @Bean
    JobSweep jobSweep(JobRemoval removal, JobKinds kinds, RetentionProperties properties) {
        return new JobSweep(removal, kinds, properties.jobs());
    }

    @Bean
    IdempotencyKeySweep idempotencyKeySweep(JdbcClient jdbc, RetentionProperties properties) {
        return new IdempotencyKeySweep(jdbc, properties.idempotencyKeys());
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "opadpo.migrate-only", havingValue = false, matchIfMissing = true)
    Sweeps sweeps(List<Sweep> sweeps, OneAtATime oneAtATime, RetentionProperties properties) {
        return new Sweeps(sweeps, oneAtATime, properties.interval());
    }

    /** For services with {@link BlobStoreAutoConfiguration} on their class path. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(BlobStore.class)
    @ConditionalOnBean({BlobStore.class, BlobReferences.class})
    static class Blobs {
        @Bean
        BlobMarks blobMarks(JdbcClient jdbc, PlatformTransactionManager transactions, RetentionProperties properties) {
            return new BlobMarks(jdbc, new TransactionTemplate(transactions), properties);
        }

        @Bean
        BlobCollector blobCollector(
                BlobStore blobs,
                List<BlobReferences> folders,
                BlobMarks marks,
                JdbcClient jdbc,
                RetentionProperties properties) {
            return new BlobCollector(blobs, folders, marks, jdbc, properties);
        }

        @Bean
        BlobRemoval blobRemoval(BlobStore blobs, RetentionProperties properties) {
            return new BlobRemoval(blobs, properties);
        }

        @Bean
        BlobSweep blobSweep(BlobCollector collector, RetentionProperties properties) {
            return new BlobSweep(collector, properties);
        }
    }
}
