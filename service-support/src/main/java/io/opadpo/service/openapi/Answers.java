package io.opadpo.service.openapi;

import io.opadpo.service.web.IdempotencyKey;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Arrays;
import org.springframework.web.method.HandlerMethod;

/** Describes the answers that operations have in common: what was created, and what went wrong. */
final class Answers {
    private static final String PROBLEM = "Problem";

    private Answers() {}

    /** A problem, as a schema that operations refer to. */
    static Components addProblem(Components components) {
        Schema<?> field = new ObjectSchema()
                .addProperty("field", new StringSchema().example("sampling.top_k"))
                .addProperty("message", new StringSchema().example("must be greater than or equal to 1"));
        return components.addSchemas(
                PROBLEM,
                new ObjectSchema()
                        .description("What went wrong (RFC 9457)")
                        .addProperty("type", new StringSchema().example("urn:opadpo:error:validation"))
                        .addProperty("title", new StringSchema().example("Bad Request"))
                        .addProperty("status", new IntegerSchema().example(400))
                        .addProperty("detail", new StringSchema().description("For people"))
                        .addProperty("instance", new StringSchema().description("The path of the request"))
                        .addProperty(
                                "code",
                                new StringSchema()
                                        .description("For programs: stable, unlike the words")
                                        .example("validation"))
                        .addProperty(
                                "errors",
                                new ArraySchema()
                                        .items(field)
                                        .description("The fields at fault, where there are any")));
    }

    /** Operations with an idempotency key create: they answer 201 and say where the new thing is. */
    static void describe(Operation operation, HandlerMethod method) {
        ApiResponses answers = operation.getResponses();
        if (takesKey(method) && answers.get("200") != null) {
            ApiResponse created = answers.remove("200");
            answers.addApiResponse(
                    "201",
                    created.description("Created, or created before under the same idempotency key")
                            .addHeaderObject(
                                    "Location",
                                    new Header().description("Where it is").schema(new StringSchema())));
        }
        ApiResponse wrong = answers.computeIfAbsent("4XX", status -> new ApiResponse());
        if (wrong.getContent() == null) {
            wrong.setContent(new Content());
        }
        wrong.description("The request is at fault")
                .getContent()
                .addMediaType(
                        "application/problem+json",
                        new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM)));
    }

    static boolean takesKey(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .anyMatch(parameter -> parameter.getParameterType() == IdempotencyKey.class);
    }
}
