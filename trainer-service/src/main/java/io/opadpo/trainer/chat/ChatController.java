package io.opadpo.trainer.chat;

import io.opadpo.llava.generate.Answer;
import io.opadpo.llava.generate.AnswerListener;
import io.opadpo.service.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OpenAI's chat completions. Questions of all requests are answered in one continuous batch. */
@RestController
@Tag(name = "Chat", description = "Ask models and adapters with any client of OpenAI's API.")
class ChatController {

    private static final Logger LOG = LoggerFactory.getLogger(ChatController.class);

    private static final String EXAMPLE = """
            {"model": "llava-1.5-7b", "max_tokens": 16, "temperature": 0.8, "seed": 7,
             "messages": [{"role": "user", "content": "What is on the table?"}]}
            """;

    private final ChatTarget target;
    private final ChatProperties properties;
    private final JsonMapper mapper;
    private final Clock clock;
    private final Semaphore open;
    private final ChatMetrics metrics;

    ChatController(ChatTarget target, ChatProperties properties, JsonMapper mapper, Clock clock, ChatMetrics metrics) {
        this.target = target;
        this.properties = properties;
        this.mapper = mapper;
        this.clock = clock;
        this.metrics = metrics;
        this.open = new Semaphore(properties.maxOpen());
    }

    @PostMapping("/v1/chat/completions")
    @Operation(
            summary = "Answer a question, as OpenAI's chat completions",
            description = "One message of the user, with text and at most one image, a data URL. Besides OpenAI's"
                    + " `temperature`, `top_p`, `max_tokens`, `n`, `seed`, `stop`, `stream` there is `top_k`. `model` is a"
                    + " model or an adapter; `system_fingerprint` tells the model's version, `adapter_version` the adapter's."
                    + " Errors have OpenAI's shape.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(type = "object"), examples = @ExampleObject(EXAMPLE))))
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "4XX",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = OpenAiError.Body.class)))
    @Nullable
    ResponseEntity<ChatCompletion> complete(Caller caller, @RequestBody JsonNode body, HttpServletResponse response)
            throws InterruptedException {
        ChatRequest request = ChatRequest.of(body, properties.maxTokens());
        ChatTarget.Found found = target.find(caller.owner(), request.model());
        if (!open.tryAcquire()) {
            throw new OpenAiException(
                    HttpStatus.TOO_MANY_REQUESTS,
                    new OpenAiError(
                            "Too many requests at once; try again later", "requests", null, "rate_limit_exceeded"),
                    null);
        }
        try {
            ChatHeader header = ChatHeader.of(request, found, clock.instant());
            return request.stream() ? stream(request, found, header, response) : whole(request, found, header);
        } finally {
            open.release();
        }
    }

    private ResponseEntity<ChatCompletion> whole(ChatRequest request, ChatTarget.Found found, ChatHeader header) {
        try (ChatAnswer answer = ChatAnswer.ask(target.use(found), request, header.id(), AnswerListener.NONE)) {
            List<Answer> answers = answer.join();
            metrics.answered(found, answer.promptTokens(), answers);
            return ResponseEntity.ok(ChatCompletion.of(header, answer.promptTokens(), answers));
        }
    }

    private @Nullable ResponseEntity<ChatCompletion> stream(
            ChatRequest request, ChatTarget.Found found, ChatHeader header, HttpServletResponse response)
            throws InterruptedException {
        ChatStream stream = new ChatStream(header, mapper);
        try (ChatAnswer answer = ChatAnswer.ask(target.use(found), request, header.id(), stream)) {
            stream.send(request, answer, response);
            if (!answer.answers().isCompletedExceptionally()) {
                metrics.answered(found, answer.promptTokens(), answer.join());
            }
        } catch (IOException e) {
            LOG.debug("The client of {} has gone", header.id(), e);
        }
        // All is sent already.
        return null;
    }
}
