package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

class MigrateOnlyTest {
    /** Wants the context as late as a start goes. */
    static class Eager {
        @EventListener
        void ready(ApplicationReadyEvent event) {
            event.getApplicationContext().getBeanDefinitionNames();
            event.getApplicationContext().getBean(Eager.class);
        }
    }

    @Test
    void theDatabaseIsBroughtUpToDateAndTheServiceEnds() throws Exception {
        String database = TestDatabase.create();

        SpringApplication application = ExampleService.application();
        application.addInitializers(starting -> ((BeanDefinitionRegistry) starting.getBeanFactory())
                .registerBeanDefinition("eager", new RootBeanDefinition(Eager.class)));
        ConfigurableApplicationContext context = application.run(
                "--opadpo.migrate-only=true", "--spring.datasource.url=" + database, "--logging.level.root=warn");

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
