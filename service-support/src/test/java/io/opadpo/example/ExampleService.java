package io.opadpo.example;

import io.opadpo.service.jobs.JobKinds;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

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

    @Bean
    JobKinds jobKinds() {
        return JobKinds.of(CountHandler.KIND, PARKED);
    }
}
