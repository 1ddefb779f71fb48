package io.opadpo.jobs;

import static io.opadpo.jobs.support.TestStore.KIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.jobs.support.Await;
import io.opadpo.jobs.support.EmbeddedServer;
import io.opadpo.jobs.support.TestStore;
import io.opadpo.jobs.worker.JobHandler;
import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.jobs.worker.JobWorker;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class AutoConfigurationTest {
    private static final JobHandler NOTHING_TO_DO = new JobHandler() {
        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public JobOutcome run(JobRun run) {
            return JobOutcome.done();
        }
    };

    @Test
    void aServiceWithAHandlerRunsItsJobsBesideTablesOfItsOwn() {
        String url = EmbeddedServer.newDatabase();
        JdbcClient.create(new DriverManagerDataSource(url))
                .sql("CREATE TABLE of_a_service (id int)")
                .update();
        try (TestStore test = new TestStore(url, List.of(NOTHING_TO_DO))) {
            UUID job = test.submit().id();
            Await.until("the job is done", () -> test.state(job) == JobState.SUCCEEDED);
        }
    }

    @Test
    void aServiceWithoutHandlersHasNoWorker() {
        try (TestStore test = new TestStore(EmbeddedServer.newDatabase())) {
            assertThat(test.context.getBeansOfType(JobWorker.class)).isEmpty();
            assertThat(test.context.getBean(JobsProperties.class).lease()).hasSeconds(60);
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new TestStore(EmbeddedServer.newDatabase(), "opadpo.jobs.concurrency=0"))
                .rootCause()
                .hasMessageContaining("concurrency");
    }
}
