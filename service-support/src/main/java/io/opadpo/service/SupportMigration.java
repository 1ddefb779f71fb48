package io.opadpo.service;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.InitializingBean;

/**
 * Brings the tables that all services share up to date. Like the job store's it is no Flyway bean, so that a service's
 * own migrations run beside it as Spring Boot runs them.
 */
class SupportMigration implements InitializingBean {
    private final DataSource dataSource;

    SupportMigration(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void afterPropertiesSet() {
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/service-support")
                .table("service_support_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }
}
