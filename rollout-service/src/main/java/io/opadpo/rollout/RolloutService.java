package io.opadpo.rollout;

import io.opadpo.service.jobs.JobKinds;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Samples answers of a policy to sets of prompts. */
@SpringBootApplication
@EnableConfigurationProperties(RolloutProperties.class)
public class RolloutService {
    public static void main(String[] args) {
        application().run(args);
    }

    /** The service, for whoever starts it with settings of their own. */
    public static SpringApplication application() {
        return new SpringApplication(RolloutService.class);
    }

    @Bean
    JobKinds jobKinds() {
        return JobKinds.of(RolloutHandler.KIND);
    }
}
