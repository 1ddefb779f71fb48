package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

class MigrateOnlyTest {
    @Test
    void theDatabaseIsBroughtUpToDateAndTheServiceEnds() throws Exception {
        String database = TestDatabase.create();

        ConfigurableApplicationContext context = ExampleService.application()
                .run("--opadpo.migrate-only=true", "--spring.datasource.url=" + database, "--logging.level.root=warn");

        assertThat(context.isActive()).isFalse();
        assertThat(context.containsBeanDefinition("jobWorker")).isFalse();
        try (Connection connection = DriverManager.getConnection(database);
                ResultSet tables = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM pg_tables WHERE tablename IN ('jobs', 'api_keys')")) {
            tables.next();
            assertThat(tables.getInt(1)).isEqualTo(2);
        }
    }
}
