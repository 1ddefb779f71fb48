package io.opadpo.jobs.postgres;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.InitializingBean;

/**
 * Brings the store's tables up to date. It is no Flyway bean, and has a folder and a history of its own, so that a
 * service's own migrations run beside it as Spring Boot runs them.
 */
class JobStoreMigration implements InitializingBean {
    private final DataSource dataSource;

    JobStoreMigration(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void afterPropertiesSet() {
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/job-store")
                .table("job_store_history")
                // The schema may hold a service's tables already.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }
}
