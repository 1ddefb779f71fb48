package io.opadpo.jobs.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.jobs.support.EmbeddedServer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class JobStoreMigrationTest {
    @Test
    void servicesThatStartTogetherMigrateOnce() throws Exception {
        DataSource database = new DriverManagerDataSource(EmbeddedServer.newDatabase());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> starts = IntStream.range(0, 4)
                    .<Callable<Void>>mapToObj(i -> () -> {
                        new JobStoreMigration(database).afterPropertiesSet();
                        return null;
                    })
                    .toList();
            for (Future<Void> start : threads.invokeAll(starts)) {
                start.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(JdbcClient.create(database)
                        .sql("SELECT count(*) FROM job_store_history WHERE script = 'V1__job_store.sql' AND success")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }
}
