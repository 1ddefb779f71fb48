package io.opadpo.chat.work;

import io.opadpo.chat.CallException;
import io.opadpo.chat.CallFailure;
import io.opadpo.chat.HttpReply;
import io.opadpo.chat.PersistentHttp;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobRun;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Another service's list, {@code {items, next}} page by page, on a job's own thread.
 *
 * @param <T> what is listed
 */
public final class PagedItems<T> {
    private static final int LIMIT = 200;

    private final JobRun run;
    private final PersistentHttp service;
    private final String path;
    private final Object id;
    private final Class<T> type;
    private final Deque<T> read = new ArrayDeque<>();
    private @Nullable String cursor;
    private boolean last;

    private record Page<T>(List<T> items, @Nullable String next) {}

    /**
     * @param path of the list, with one place for what it is a list of
     * @param id what it is a list of
     * @param type what is listed
     */
    public PagedItems(JobRun run, PersistentHttp service, String path, Object id, Class<T> type) {
        this.run = run;
        this.service = service;
        this.path = path;
        this.id = id;
        this.type = type;
    }

    /**
     * The next item, or null after the last.
     *
     * @throws JobException if the list cannot be read
     */
    public @Nullable T next() throws JobException, InterruptedException {
        while (read.isEmpty() && !last) {
            Page<T> page = Waiting.await(run, page(), "the list of " + id);
            read.addAll(page.items());
            cursor = page.next();
            last = cursor == null;
        }
        return read.poll();
    }

    private Mono<Page<T>> page() {
        return cursor == null
                ? service.get(path + "?limit={limit}", this::page, id, LIMIT)
                : service.get(path + "?limit={limit}&cursor={cursor}", this::page, id, LIMIT, cursor);
    }

    private Page<T> page(HttpReply reply) {
        JsonNode root = reply.json();
        List<T> items = new ArrayList<>();
        try {
            for (JsonNode item : root.path("items")) {
                items.add(Objects.requireNonNull(JsonMapper.shared().treeToValue(item, type)));
            }
        } catch (JacksonException | NullPointerException e) {
            throw new CallException(CallFailure.MALFORMED_RESPONSE, "The list holds something else", e);
        }
        String next = root.path("next").asString("");
        return new Page<>(items, next.isBlank() ? null : next);
    }
}
