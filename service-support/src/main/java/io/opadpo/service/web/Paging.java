package io.opadpo.service.web;

import io.opadpo.service.error.ApiException;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted. A controller takes it as {@code @ParameterObject @Valid Paging paging}.
 *
 * @param cursor {@code next} of the page before; null for the first page
 * @param limit most items of the page; null is {@value #DEFAULT_LIMIT}
 */
public record Paging(
        @Parameter(description = "`next` of the page before; leave it out for the first page") @Nullable
        String cursor,

        @Parameter(description = "Most items of the page, 100 unless given") @Min(1) @Max(MAX_LIMIT) @Nullable
        Integer limit) {
    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1000;

    /** The limit, given or not. */
    public int size() {
        return limit == null ? DEFAULT_LIMIT : limit;
    }

    /** The cursor that a list's {@link PageView#of} made, or null for the first page; 400 for any other text. */
    public @Nullable String after() {
        return after(Function.identity());
    }

    /** {@link #after()}, read by the list's own cursor; it throws {@link IllegalArgumentException} if it cannot. */
    public <C> @Nullable C after(Function<String, C> parse) {
        if (cursor == null) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("No cursor of ours contains U+0000");
            }
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("cursor", "not a cursor of this list");
        }
    }

    static String write(Object cursor) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(cursor.toString().getBytes(StandardCharsets.UTF_8));
    }
}
