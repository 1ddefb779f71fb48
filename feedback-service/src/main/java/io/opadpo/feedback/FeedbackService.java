package io.opadpo.feedback;

import io.opadpo.service.jobs.JobKinds;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Has answers corrected by a stronger model. */
@SpringBootApplication
@EnableScheduling
@EnableConfigurationProperties(FeedbackProperties.class)
public class FeedbackService {
    public static void main(String[] args) {
        application().run(args);
    }

    /** The service, for whoever starts it with settings of their own. */
    public static SpringApplication application() {
        return new SpringApplication(FeedbackService.class);
    }

    @Bean
    JobKinds jobKinds() {
        return JobKinds.of(FeedbackHandler.KIND);
    }
}
