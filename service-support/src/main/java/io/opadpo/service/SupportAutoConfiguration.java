package io.opadpo.service;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The shared tables, and a clock. */
@AutoConfiguration(before = HibernateJpaAutoConfiguration.class)
public class SupportAutoConfiguration {
    @Bean
    SupportMigration supportMigration(DataSource dataSource) {
        return new SupportMigration(dataSource);
    }

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }
}
