package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.TestService;
import org.junit.jupiter.api.Test;

class ProductionTest {
    @Test
    void nothingIsShownUnlessSaidSo() {
        try (TestService service = TestService.start(ExampleService.application(), "spring.profiles.active=prod")) {
            assertThat(service.as("alice").get("/v3/api-docs").status()).isEqualTo(404);
            assertThat(service.as("alice").get("/actuator/prometheus").status()).isEqualTo(404);
            assertThat(service.anonymous().get("/actuator/health/readiness").status())
                    .isEqualTo(200);
        }
    }
}
