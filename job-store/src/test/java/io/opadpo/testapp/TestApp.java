package io.opadpo.testapp;

import io.opadpo.jobs.RetryPolicy;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** A service in a package of its own, so that the store comes to it by auto-configuration alone. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class TestApp {
    /** Long rests: what a test does not hurry along stays where it is. */
    @Bean
    RetryPolicy rests(@Value("${test.rest:1h}") Duration rest) {
        return rest::multipliedBy;
    }
}
