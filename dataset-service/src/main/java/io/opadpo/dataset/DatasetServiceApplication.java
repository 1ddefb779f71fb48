package io.opadpo.dataset;

import io.opadpo.service.jobs.JobKinds;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** The dataset-service: images, prompt sets and data sets over HTTP, and the worker that makes data sets. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class DatasetServiceApplication {

    /** The service, not started yet. */
    public static SpringApplication application() {
        return new SpringApplication(DatasetServiceApplication.class);
    }

    public static void main(String[] args) {
        application().run(args);
    }

    @Bean
    JobKinds jobKinds() {
        return JobKinds.of("dataset", "dataset-import", "prompt-import");
    }
}
