package io.opadpo.trainer.chat;

import io.opadpo.llava.generate.AnswerListener;
import io.opadpo.service.security.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OpenAI's chat completions. Questions of all requests are answered in one continuous batch. */
@RestController
class ChatController {

    private static final Logger LOG = LoggerFactory.getLogger(ChatController.class);

    private final ChatTarget target;
    private final ChatProperties properties;
    private final JsonMapper mapper;
    private final Clock clock;
    private final Semaphore open;

    ChatController(ChatTarget target, ChatProperties properties, JsonMapper mapper, Clock clock) {
        this.target = target;
        this.properties = properties;
        this.mapper = mapper;
        this.clock = clock;
        this.open = new Semaphore(properties.maxOpen());
    }

    @PostMapping("/v1/chat/completions")
    @Nullable ResponseEntity<ChatCompletion> complete(
            Caller caller, @RequestBody JsonNode body, HttpServletResponse response) throws InterruptedException {
        ChatRequest request = ChatRequest.of(body, properties.maxTokens());
        ChatTarget.Found found = target.find(caller.owner(), request.model());
        if (!open.tryAcquire()) {
            throw new OpenAiException(
                    HttpStatus.TOO_MANY_REQUESTS,
                    new OpenAiError("Too many requests at once; try again later", "requests", null, "rate_limit_exceeded"),
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
            return ResponseEntity.ok(ChatCompletion.of(header, answer.promptTokens(), answer.join()));
        }
    }

    private @Nullable ResponseEntity<ChatCompletion> stream(
            ChatRequest request, ChatTarget.Found found, ChatHeader header, HttpServletResponse response)
            throws InterruptedException {
        ChatStream stream = new ChatStream(header, mapper);
        try (ChatAnswer answer = ChatAnswer.ask(target.use(found), request, header.id(), stream)) {
            stream.send(request, answer, response);
        } catch (IOException e) {
            LOG.debug("The client of {} has gone", header.id(), e);
        }
        // All is sent already.
        return null;
    }
}
