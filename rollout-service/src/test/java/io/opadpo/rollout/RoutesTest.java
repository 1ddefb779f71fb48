package io.opadpo.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.Routes;
import io.opadpo.service.testing.TestService;
import org.junit.jupiter.api.Test;

class RoutesTest {
    @Test
    void everyRouteNeedsAKeyWithItsScope() {
        try (TestService service = TestService.start(RolloutService.application())) {
            assertThat(Routes.needKeys(service))
                    .contains("POST /v1/rollouts", "GET /v1/rollouts/{job}/answers", "POST /v1/admin/drain")
                    .hasSizeGreaterThan(16);
        }
    }
}
