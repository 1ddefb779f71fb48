package io.opadpo.trainer;

import io.opadpo.service.jobs.JobKinds;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** The trainer service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TrainerApplication {

    public static void main(String[] arguments) {
        application().run(arguments);
    }

    /** The service, not yet running; its own port and settings may be added before it is. */
    public static SpringApplication application() {
        return new SpringApplication(TrainerApplication.class);
    }

    @Bean
    JobKinds jobKinds() {
        return JobKinds.of("opa", "opa-dpo", "sft", "dpo", "merge", "evaluation");
    }
}
