package io.opadpo.service.openapi;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of records' properties that they may be null, where {@link Nullable} says so in the code. */
final class NullableProperties implements ModelConverter {
    private static final String REFERENCE = "#/components/schemas/";
    private static final String NULL = "null";

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        JavaType java = Json.mapper().constructType(type.getType());
        Schema<?> model = schema == null ? null : model(schema, context);
        if (java != null && java.getRawClass().isRecord() && model != null && model.getProperties() != null) {
            for (RecordComponent component : java.getRawClass().getRecordComponents()) {
                if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    allowNull(model.getProperties(), SnakeCaseStrategy.INSTANCE.translate(component.getName()));
                }
            }
        }
        return schema;
    }

    private static @Nullable Schema<?> model(Schema<?> schema, ModelConverterContext context) {
        String reference = schema.get$ref();
        return reference == null
                ? schema
                : context.getDefinedModels().get(reference.substring(reference.lastIndexOf('/') + 1));
    }

    @SuppressWarnings("rawtypes")
    private static void allowNull(Map<String, Schema> properties, String name) {
        Schema<?> property = properties.get(name);
        if (property == null) {
            return;
        }
        String reference = property.get$ref();
        if (reference != null && reference.startsWith(REFERENCE)) {
            Schema<Object> either = new Schema<>();
            either.description(property.getDescription())
                    .anyOf(List.of(new Schema<>().$ref(reference), new Schema<>().types(Set.of(NULL))));
            properties.put(name, either);
            return;
        }
        Set<String> types = property.getTypes();
        String only = property.getType();
        if (types == null && only == null) {
            return;
        }
        Set<String> more = new LinkedHashSet<>(types == null ? Set.of(only) : types);
        more.add(NULL);
        property.setTypes(more);
    }
}
