package io.opadpo.trainer.chat;

import io.opadpo.llava.generate.Answer;
import io.opadpo.llava.generate.AnswerListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends an answer as it grows. The generator's thread only leaves texts in a queue, which the request's own thread sends:
 * a slow client makes nobody wait.
 */
final class ChatStream implements AnswerListener {

    /** How soon a client is missed that has gone while nothing was to be sent. */
    private static final long KEEP_ALIVE_SECONDS = 2;

    private final ChatHeader header;
    private final JsonMapper mapper;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private sealed interface Event {}

    private record Text(int sample, String text) implements Event {}

    private record End(
            @Nullable List<Answer> answers, @Nullable Throwable error) implements Event {}

    ChatStream(ChatHeader header, JsonMapper mapper) {
        this.header = header;
        this.mapper = mapper;
    }

    @Override
    public void onText(String request, int sample, String text) {
        events.add(new Text(sample, text));
    }

    /** Sends all of an answer; returns early, by exception, when the client has gone. */
    void send(ChatRequest request, ChatAnswer answer, HttpServletResponse response)
            throws IOException, InterruptedException {
        answer.answers().whenComplete((answers, error) -> events.add(new End(answers, error)));
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("X-Accel-Buffering", "no");
        OutputStream out = response.getOutputStream();
        for (int i = 0; i < request.samples(); i++) {
            write(out, ChatChunk.start(header, i));
        }
        response.flushBuffer();
        for (Event event = next(out); ; event = next(out)) {
            if (event instanceof Text text) {
                write(out, ChatChunk.text(header, text.sample(), text.text()));
            } else if (event instanceof End end) {
                finish(request, answer, end, out);
                return;
            }
            out.flush();
        }
    }

    private @Nullable Event next(OutputStream out) throws IOException, InterruptedException {
        Event event = events.poll(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
        }
        return event;
    }

    private void finish(ChatRequest request, ChatAnswer answer, End end, OutputStream out) throws IOException {
        List<Answer> answers = end.answers();
        Throwable error = end.error();
        if (answers == null) {
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            write(
                    out,
                    OpenAiErrors.translate(cause == null ? new IllegalStateException() : cause)
                            .error()
                            .body());
        } else {
            for (int i = 0; i < answers.size(); i++) {
                write(out, ChatChunk.end(header, i, answers.get(i)));
            }
            if (request.streamUsage()) {
                write(out, ChatChunk.usage(header, ChatCompletion.Usage.of(answer.promptTokens(), answers)));
            }
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        }
        out.flush();
    }

    private void write(OutputStream out, Object data) throws IOException {
        out.write(("data: " + mapper.writeValueAsString(data) + "\n\n").getBytes(StandardCharsets.UTF_8));
    }
}
