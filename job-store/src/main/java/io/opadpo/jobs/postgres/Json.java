package io.opadpo.jobs.postgres;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Values to {@code jsonb} text and back. */
final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();
    private static final Pattern NUL = Pattern.compile("((?<!\\\\)(?:\\\\\\\\)*)\\\\u0000");

    private Json() {}

    /** The value as JSON. U+0000, which {@code jsonb} cannot hold, becomes U+FFFD. */
    static String text(Object value) {
        String text = MAPPER.writeValueAsString(value);
        return text.contains("\\u0000") ? NUL.matcher(text).replaceAll("$1\\\\ufffd") : text;
    }

    static @Nullable String textOrNull(@Nullable Object value) {
        return value == null ? null : text(value);
    }

    static JsonNode node(String text) {
        return MAPPER.readTree(text);
    }

    static @Nullable JsonNode nodeOrNull(@Nullable String text) {
        return text == null ? null : node(text);
    }

    static <T> @Nullable T valueOrNull(@Nullable String text, Class<T> type) {
        return text == null ? null : MAPPER.readValue(text, type);
    }
}
