package io.opadpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.Routes;
import org.junit.jupiter.api.Test;

class GatewaySecurityTest {
    /** Those that are sent on are tested with the routes. */
    @Test
    void everyRouteOfItsOwnNeedsAKeyWithItsScope() {
        assertThat(Routes.needKeys(RunningGateway.GATEWAY))
                .contains(
                        "POST /v1/pipelines",
                        "DELETE /v1/pipelines/{id}",
                        "DELETE /v1/keys/{id}",
                        "POST /v1/admin/drain",
                        "POST /v1/admin/blobs/collect")
                .hasSizeGreaterThan(24);
    }
}
