package io.opadpo.example;

import io.opadpo.blobs.BlobKey;
import io.opadpo.service.jobs.JobKinds;
import io.opadpo.service.retention.BlobReferences;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The smallest service: one kind of job, one table. */
@SpringBootApplication
public class ExampleService {
    /** Another kind, whose jobs nobody runs here: they stay as tests put them. */
    static final String PARKED = "parked";

    public static void main(String[] args) {
        application().run(args);
    }

    /** The service, for whoever starts it with settings of their own. */
    public static SpringApplication application() {
        return new SpringApplication(ExampleService.class);
    }

    /** Pictures of labels: {@code labels/<name>}. */
    @Bean
    BlobReferences labelPictures(JdbcClient jdbc) {
        return new BlobReferences() {
            @Override
            public String folder() {
                return "labels";
            }

            @Override
            public Set<BlobKey> referenced(Collection<BlobKey> keys) {
                Set<BlobKey> named = new HashSet<>();
                jdbc.sql("SELECT name FROM example_labels WHERE 'labels/' || name = ANY(:keys)")
                        .param("keys", keys.stream().map(BlobKey::value).toArray(String[]::new))
                        .query(String.class)
                        .list()
                        .forEach(name -> named.add(BlobKey.of("labels", name)));
                return named;
            }
        };
    }

    @Bean
    JobKinds jobKinds() {
        return JobKinds.of(CountHandler.KIND, PARKED);
    }
}
