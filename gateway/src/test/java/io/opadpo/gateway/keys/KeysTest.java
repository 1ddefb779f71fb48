package io.opadpo.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.gateway.RunningGateway;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
    private final TestService gateway = RunningGateway.GATEWAY;
    private final Api admin = with("bootstrap-key-of-the-tests");

    @Test
    void aKeyIsMadeUsedListedAndRevoked() {
        Reply made = admin.post("/v1/keys", "{\"name\": \"n\", \"owner\": \"team\", \"scopes\": [\"read\"]}");
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        String id = made.json().path("key").path("id").asString();
        String secret = made.json().path("secret").asString();
        assertThat(made.header("Location")).isEqualTo("/v1/keys/" + id);
        assertThat(made.json().path("key").path("scopes").get(0).asString()).isEqualTo("read");

        assertThat(with(secret).get("/v1/jobs").status()).isEqualTo(200);
        assertThat(with(secret).post("/v1/pipelines", "{}").status()).isEqualTo(403);
        Reply list = admin.get("/v1/keys");
        assertThat(list.text()).contains(id).doesNotContain(secret.substring(4)).doesNotContain("sha256");

        assertThat(admin.delete("/v1/keys/" + id).status()).isEqualTo(204);
        assertThat(with(secret).get("/v1/jobs").status()).isEqualTo(401);
        assertThat(admin.get("/v1/keys").text()).contains(id);
    }

    @Test
    void aKeyIsReplaced() {
        Reply made = admin.post("/v1/keys", "{\"name\": \"n\", \"scopes\": [\"read\"]}");
        assertThat(made.json().path("key").path("owner").asString()).isEqualTo("default");
        String rotate = "/v1/keys/" + made.json().path("key").path("id").asString() + "/rotate";
        Reply next = admin.post(rotate, "{\"grace\": \"PT0S\"}");
        assertThat(next.status()).as(next.toString()).isEqualTo(201);
        assertThat(with(next.json().path("secret").asString()).get("/v1/jobs").status())
                .isEqualTo(200);
        assertThat(with(made.json().path("secret").asString()).get("/v1/jobs").status())
                .isEqualTo(401);
        assertThat(admin.post(rotate, "{}").status()).isEqualTo(409);
        assertThat(admin.post(rotate, "{\"grace\": \"P99D\"}").status()).isEqualTo(400);
    }

    @Test
    void onlyAdminsManageKeys() {
        Api user = gateway.as("alice");
        assertThat(user.get("/v1/keys").status()).isEqualTo(403);
        assertThat(user.post("/v1/keys", "{\"name\": \"n\", \"scopes\": [\"admin\"]}")
                        .status())
                .isEqualTo(403);
        assertThat(user.delete("/v1/keys/00000000-0000-0000-0000-000000000001").status())
                .isEqualTo(403);
        assertThat(admin.delete("/v1/keys/00000000-0000-0000-0000-000000000001").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"scopes\": [\"read\"]}                                                        | name",
                "{\"name\": \"n\"}                                                               | scopes",
                "{\"name\": \"n\", \"scopes\": []}                                               | scopes",
                "{\"name\": \"n\", \"scopes\": [\"internal\"]}                                   | scopes[0]",
                "{\"name\": \"n\", \"scopes\": [\"read\"], \"owner\": \"../x\"}                  | owner",
                "{\"name\": \"n\", \"scopes\": [\"read\"], \"expires\": \"2001-01-01T00:00:00Z\"} | expires",
            })
    void badKeysAreRefused(String body, String field) {
        Reply reply = admin.post("/v1/keys", body);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
        assertThat(reply.json().path("errors").findValuesAsString("field")).contains(field);
    }

    private Api with(String secret) {
        return gateway.anonymous().with("Authorization", "Bearer " + secret);
    }
}
