package io.opadpo.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.gateway.Gateway;
import io.opadpo.service.security.Scope;
import io.opadpo.service.testing.FakeServer;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class AllBlobsTest {
    @Test
    void eachServiceIsAskedWithTheOperatorsKey() {
        List<String> asked = new CopyOnWriteArrayList<>();
        FakeServer dataset = answering(asked, "images");
        FakeServer trainer = answering(asked, "adapters");
        try (TestService gateway = TestService.start(
                Gateway.application(),
                "opadpo.services.dataset=" + dataset.uri(),
                "opadpo.services.trainer=" + trainer.uri())) {
            Reply reply = gateway.as("operator", Set.of(Scope.ADMIN)).post("/v1/admin/blobs/collect?dry_run=false");

            assertThat(reply.json().path("folders").findValuesAsString("folder"))
                    .containsExactly("images", "adapters");
            assertThat(asked).hasSize(2).allMatch(request -> request.matches("dry_run=false Bearer opk_.*"));
        }
    }

    @Test
    void aServiceThatIsAwayIsNamed() {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (TestService gateway = TestService.start(
                Gateway.application(),
                "opadpo.services.dataset=" + answering(asked, "images").uri(),
                "opadpo.services.trainer=http://localhost:1")) {
            Reply reply = gateway.as("operator", Set.of(Scope.ADMIN)).post("/v1/admin/blobs/collect");
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.json().path("detail").asString()).contains("trainer");
        }
    }

    private static FakeServer answering(List<String> asked, String folder) {
        return new FakeServer().on("/v1/admin/blobs/collect", exchange -> {
            asked.add(exchange.getRequestURI().getQuery() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            FakeServer.json(exchange, 200, "{\"dry_run\": false, \"folders\": [{\"folder\": \"" + folder + "\"}]}");
        });
    }
}
