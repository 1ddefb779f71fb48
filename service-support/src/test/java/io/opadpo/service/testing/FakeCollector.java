package io.opadpo.service.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A collector of OpenTelemetry's spans, by OTLP over HTTP with protobuf. */
public final class FakeCollector implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_NANOS = 10_000_000;

    private final List<Span> spans = new ArrayList<>();
    private final FakeServer server = new FakeServer().on("/v1/traces", this::collect);

    /**
     * A span, ids in hexadecimal.
     *
     * @param service that made it
     * @param parent empty for the first of a trace
     * @param kind by OTLP's numbers: 2 server, 3 client, 4 producer, 5 consumer
     */
    public record Span(
            String service,
            String trace,
            String id,
            String parent,
            String name,
            int kind,
            Map<String, String> attributes) {}

    /** What a service needs in order to send spans here, at once. */
    public String[] properties() {
        return new String[] {
            "management.opentelemetry.tracing.export.otlp.endpoint=" + server.uri() + "/v1/traces",
            "management.opentelemetry.tracing.export.schedule-delay=20ms"
        };
    }

    /** What has come by now. */
    public synchronized List<Span> spans() {
        return List.copyOf(spans);
    }

    /** The first span of this kind, once it is there. */
    public Span await(Predicate<Span> wanted) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            List<Span> found = spans().stream().filter(wanted).toList();
            if (!found.isEmpty()) {
                return found.get(0);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        throw new AssertionError("No such span among " + spans());
    }

    private void collect(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        List<Span> read = new ArrayList<>();
        for (Protobuf resource : new Protobuf(body).messages(1)) {
            String service = attributes(resource.message(1), 1).getOrDefault("service.name", "");
            for (Protobuf scope : resource.messages(2)) {
                scope.messages(2).forEach(span -> read.add(span(service, span)));
            }
        }
        synchronized (this) {
            spans.addAll(read);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static Span span(String service, Protobuf span) {
        return new Span(
                service,
                HexFormat.of().formatHex(span.bytes(1)),
                HexFormat.of().formatHex(span.bytes(2)),
                HexFormat.of().formatHex(span.bytes(4)),
                span.text(5),
                (int) span.number(6),
                attributes(span, 9));
    }

    /** Those that are texts. */
    private static Map<String, String> attributes(Protobuf message, int field) {
        Map<String, String> attributes = new HashMap<>();
        message.messages(field)
                .forEach(pair -> attributes.put(pair.text(1), pair.message(2).text(1)));
        return attributes;
    }

    @Override
    public void close() {
        server.close();
    }
}
