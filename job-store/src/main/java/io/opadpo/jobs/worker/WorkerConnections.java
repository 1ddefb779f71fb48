package io.opadpo.jobs.worker;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The worker's own two connections, so that handlers which use up the application's pool cost no lease: one for
 * heartbeats, pooled for the sake of reconnecting, and one to listen on.
 */
final class WorkerConnections implements AutoCloseable {
    private static final long MIN_TIMEOUT_MILLIS = 250;

    private final HikariDataSource heartbeats;
    private final DriverManagerDataSource listening;

    WorkerConnections(JdbcConnectionDetails details, Duration lease) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("job-heartbeats");
        config.setJdbcUrl(details.getJdbcUrl());
        config.setUsername(details.getUsername());
        config.setPassword(details.getPassword());
        config.setMaximumPoolSize(1);
        config.setInitializationFailTimeout(-1);
        // A heartbeat that hangs must fail while there is still time for another one.
        long timeout = Math.max(MIN_TIMEOUT_MILLIS, lease.toMillis() / 6);
        config.setConnectionTimeout(timeout);
        config.setValidationTimeout(timeout);
        config.addDataSourceProperty("socketTimeout", Math.max(1, lease.toSeconds() / 6));
        config.addDataSourceProperty("connectTimeout", Math.max(1, lease.toSeconds() / 6));
        heartbeats = new HikariDataSource(config);
        listening = new DriverManagerDataSource(details.getJdbcUrl());
        listening.setUsername(details.getUsername());
        listening.setPassword(details.getPassword());
    }

    DataSource heartbeats() {
        return heartbeats;
    }

    DataSource listening() {
        return listening;
    }

    @Override
    public void close() {
        heartbeats.close();
    }
}
