package io.opadpo.service.openapi;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Durations are texts without a format: JSON Schema's {@code duration} has no fractions of seconds, and ours do. */
final class Durations implements ModelConverter {
    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        if (schema == null || !"duration".equals(schema.getFormat())) {
            return schema;
        }
        return new StringSchema().example("PT1M30.5S").description(schema.getDescription());
    }
}
