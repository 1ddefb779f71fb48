package io.opadpo.service.openapi;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.opadpo.jobs.JobStore;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.IdempotencyKey;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;

/** What every description has: the key, the spelling, and addresses relative to where it was read. */
@AutoConfiguration
@EnableConfigurationProperties(ExampleProperties.class)
public class OpenApiAutoConfiguration {
    private static final String KEY = "api_key";

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Caller.class, IdempotencyKey.class)
                .replaceWithClass(JsonNode.class, Object.class);
    }

    @Bean
    @ConditionalOnMissingBean
    OpenAPI openApi(@Value("${spring.application.name}") String name) {
        return new OpenAPI()
                .info(new Info().title("OPA-DPO: " + name).version("v1"))
                // Through the gateway as well as directly.
                .servers(List.of(new Server().url("/")))
                .components(Answers.addProblem(new Components())
                        .addSecuritySchemes(
                                KEY,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("An API key")))
                .addSecurityItem(new SecurityRequirement().addList(KEY));
    }

    @Bean
    @ConditionalOnMissingBean
    ModelResolver snakeCaseModels() {
        return new ModelResolver(Json.mapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
    }

    @Bean
    NullableProperties nullableProperties() {
        return new NullableProperties();
    }

    @Bean
    Durations durations() {
        return new Durations();
    }

    /** What all operations answer, besides what their types say. */
    @Bean
    GlobalOperationCustomizer answers() {
        return (operation, method) -> {
            Answers.describe(operation, method);
            return operation;
        };
    }

    @Bean
    Examples examples(ExampleProperties properties, JobStore jobs) {
        return new Examples(new ExampleValues(properties, jobs), properties.parsedBodies());
    }

    /** Describes the header that methods with an {@link IdempotencyKey} read. */
    @Bean
    GlobalOperationCustomizer idempotencyKeyHeader() {
        return (operation, method) -> {
            if (Answers.takesKey(method)) {
                operation.addParametersItem(new HeaderParameter()
                        .name(IdempotencyKey.HEADER)
                        .required(false)
                        .schema(new StringSchema().maxLength(IdempotencyKey.MAX_LENGTH))
                        .description("Any text of yours: the same request under it creates only once"));
            }
            return operation;
        };
    }
}
