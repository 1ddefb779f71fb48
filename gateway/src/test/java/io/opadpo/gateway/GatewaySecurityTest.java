package io.opadpo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.service.testing.TestService;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class GatewaySecurityTest {
    private static final Set<String> OPEN =
            Set.of("/", "/swagger-ui.html", "/v3/api-docs", "/v3/api-docs.yaml", "/v3/api-docs/swagger-config");

    @Test
    void everyRouteAnswers401WithoutAKey() {
        TestService gateway = RunningGateway.GATEWAY;
        AtomicInteger called = new AtomicInteger();
        RequestMappingHandlerMapping mappings =
                gateway.context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        mappings.getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().stream()
                        .filter(pattern -> !OPEN.contains(pattern))
                        .forEach(pattern -> {
                            String path = pattern.replaceAll("\\{[^}]*}", "00000000-0000-0000-0000-000000000001");
                            Set<?> methods = mapping.getMethodsCondition().getMethods();
                            for (Object method : methods.isEmpty() ? Set.of("GET", "POST") : methods) {
                                assertThat(gateway.anonymous()
                                                .send(method.toString(), path, BodyPublishers.noBody(), null)
                                                .status())
                                        .as(method + " " + path)
                                        .isEqualTo(401);
                                called.incrementAndGet();
                            }
                        }));
        assertThat(called).hasValueGreaterThan(15);
    }
}
