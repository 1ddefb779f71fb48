package io.opadpo.service.openapi;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What example bodies name, where it is not what they were written with.
 *
 * @param model a model that is there
 * @param owner whose newest things they name, so that they can be sent as they stand. Whoever may read the description
 *     of the API learns the ids of these things; so it is for demonstrations. The description has to be made anew for
 *     each reader then: {@code springdoc.cache.disabled=true}
 */
@ConfigurationProperties("opadpo.examples")
record ExampleProperties(@Nullable String model, @Nullable String owner) {}
