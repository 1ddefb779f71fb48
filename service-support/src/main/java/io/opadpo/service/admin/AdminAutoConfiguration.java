package io.opadpo.service.admin;

import io.opadpo.service.jobs.JobKinds;
import io.opadpo.service.retention.BlobCollector;
import io.opadpo.service.retention.RetentionAutoConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What operators ask for. */
@AutoConfiguration(after = RetentionAutoConfiguration.class)
@Import(DrainController.class)
public class AdminAutoConfiguration {
    @Bean
    ServiceKinds serviceKinds(JdbcClient jdbc, @Value("${spring.application.name}") String service, JobKinds kinds) {
        return new ServiceKinds(jdbc, service, kinds);
    }

    /** For services that keep blobs. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "io.opadpo.blobs.BlobStore")
    @ConditionalOnBean(BlobCollector.class)
    @Import(BlobsController.class)
    static class Blobs {}
}
