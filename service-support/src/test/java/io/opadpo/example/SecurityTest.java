package io.opadpo.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.security.ApiKey;
import io.opadpo.service.security.ApiKeys;
import io.opadpo.service.security.Scope;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.Routes;
import io.opadpo.service.testing.TestService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class SecurityTest {
    private final TestService service = Example.SERVICE;

    @Test
    void everyRouteNeedsAKeyWithItsScope() {
        assertThat(Routes.needKeys(service))
                .contains(
                        "GET /v1/jobs/{id}",
                        "DELETE /v1/jobs/{id}",
                        "POST /v1/counts",
                        "GET /actuator/prometheus",
                        "POST /v1/admin/drain",
                        "POST /v1/admin/blobs/collect")
                .hasSizeGreaterThan(18);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/actuator",
                "/actuator/prometheus",
                "/actuator/env",
                "/error",
                "/v1/jobs;x=/v3/api-docs",
                "/v3/api-docs/..;/v1/jobs",
                "/actuator/health/%2e%2e/prometheus",
                "//v1/jobs"
            })
    void soDoesEverythingElse(String path) {
        assertThat(service.anonymous().get(path).status()).isIn(400, 401, 404);
        assertThat(service.anonymous().post(path).status()).isIn(400, 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health",
                "/actuator/health/readiness",
                "/actuator/health/liveness",
                "/livez",
                "/readyz",
                "/v3/api-docs"
            })
    void someAreOpen(String path) {
        assertThat(service.anonymous().get(path).status()).isEqualTo(200);
        assertThat(service.anonymous().post(path).status()).isEqualTo(401);
    }

    @Test
    void healthTellsNoDetailsAndMetricsNeedRead() {
        assertThat(service.anonymous().get("/actuator/health").json().has("components"))
                .isFalse();
        assertThat(service.as("alice").get("/actuator/prometheus").status()).isEqualTo(200);
        assertThat(service.as("alice").get("/actuator/env").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer nonsense", "Bearer ", "Basic YTpi", "opk_abc"})
    void keysThatAreNoneAreRefused(String header) {
        assertThat(service.anonymous()
                        .with("Authorization", header)
                        .get("/v1/jobs")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void scopesAreChecked() {
        Api reader = service.as("alice", Set.of(Scope.READ));
        assertThat(reader.get("/v1/jobs").status()).isEqualTo(200);
        Reply refused = reader.post("/v1/labels", "{\"name\": \"x\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("detail").asString()).contains("write");
        Api writer = service.as("alice", Set.of(Scope.WRITE));
        assertThat(writer.get("/v1/jobs").status()).isEqualTo(403);
        assertThat(writer.post("/v1/labels", "{\"name\": \"x\"}").status()).isEqualTo(200);
        assertThat(service.as("alice").get("/v1/keys").status()).isEqualTo(403);
    }

    @Test
    void revokedAndExpiredKeysStopWorking() {
        ApiKeys keys = service.bean(ApiKeys.class);
        ApiKey.Created revoked = keys.create("r", "alice", TestService.USER, null);
        assertThat(with(revoked.secret()).get("/v1/jobs").status()).isEqualTo(200);
        keys.revoke(revoked.key().id());
        assertThat(with(revoked.secret()).get("/v1/jobs").status()).isEqualTo(401);
        ApiKey.Created expired =
                keys.create("e", "alice", TestService.USER, Instant.now().minusSeconds(1));
        assertThat(with(expired.secret()).get("/v1/jobs").status()).isEqualTo(401);
    }

    @Test
    void aRotatedKeyWorksForItsGraceAndNoLonger() {
        ApiKeys keys = service.bean(ApiKeys.class);
        ApiKey.Created old = keys.create("r", "alice", Set.of(Scope.READ), null);
        ApiKey.Created next = keys.rotate(old.key().id(), Duration.ofHours(1));
        assertThat(next.key().scopes()).containsExactly(Scope.READ);
        assertThat(with(old.secret()).get("/v1/jobs").status()).isEqualTo(200);
        assertThat(with(next.secret()).get("/v1/jobs").status()).isEqualTo(200);
        keys.rotate(old.key().id(), Duration.ZERO);
        assertThat(with(old.secret()).get("/v1/jobs").status()).isEqualTo(401);
    }

    @Test
    void secretsAreKeptAsHashesOnly() {
        String secret = service.bean(ApiKeys.class)
                .create("h", "alice", TestService.USER, null)
                .secret();
        List<String> rows = service.bean(JdbcClient.class)
                .sql("SELECT row_to_json(k)::text FROM api_keys k")
                .query(String.class)
                .list();
        assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(secret.substring(4)));
    }

    @Test
    void theBootstrapKeyMayDoAll() {
        Api admin = with("bootstrap-key-of-the-tests");
        assertThat(admin.get("/v1/jobs").status()).isEqualTo(200);
        // There is no such route in this service, but the scope was enough.
        assertThat(admin.get("/v1/keys").status()).isEqualTo(404);
    }

    @Test
    void aServiceCallsForAnOwner() {
        String name = "made-by-a-service";
        Api dataset = with(TestService.SERVICE_KEY).with("X-Opadpo-Owner", "carol");
        assertThat(dataset.post("/v1/labels", "{\"name\": \"" + name + "\"}").status())
                .isEqualTo(200);
        assertThat(service.as("carol").get("/v1/labels").text()).contains(name);
        assertThat(with(TestService.SERVICE_KEY).get("/v1/labels").status()).isEqualTo(400);
        assertThat(dataset.get("/v1/keys").status()).isEqualTo(403);
        // A user's key makes the header worth nothing.
        assertThat(service.as("dave")
                        .with("X-Opadpo-Owner", "carol")
                        .get("/v1/labels")
                        .text())
                .doesNotContain(name);
    }

    private Api with(String secret) {
        return service.anonymous().with("Authorization", "Bearer " + secret);
    }
}
