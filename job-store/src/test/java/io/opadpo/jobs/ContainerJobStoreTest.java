package io.opadpo.jobs;

import io.opadpo.jobs.support.StoreExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The contract on the server users run. The image may be named by the system property {@code postgres.image}. */
@Testcontainers(disabledWithoutDocker = true)
@ExtendWith(ContainerJobStoreTest.Store.class)
class ContainerJobStoreTest extends JobStoreContract {
    @Container
    static final PostgreSQLContainer SERVER =
            new PostgreSQLContainer(DockerImageName.parse(System.getProperty("postgres.image", "postgres:18"))
                    .asCompatibleSubstituteFor("postgres"));

    static final class Store extends StoreExtension {
        @Override
        protected String jdbcUrl() {
            return SERVER.getJdbcUrl() + "&user=" + SERVER.getUsername() + "&password=" + SERVER.getPassword();
        }
    }
}
