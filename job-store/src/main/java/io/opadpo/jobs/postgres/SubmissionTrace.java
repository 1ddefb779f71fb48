package io.opadpo.jobs.postgres;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The span of a submission. Its context goes into the jobs' rows as it would go into a message's headers. */
final class SubmissionTrace {
    private static final String NAME = "opadpo.jobs.submit";
    private static final String TRACEPARENT = "traceparent";

    private final ObservationRegistry registry;

    SubmissionTrace(ObservationRegistry registry) {
        this.registry = registry;
    }

    /**
     * Submits within a span.
     *
     * @param kinds what is submitted
     * @param submission gets the span's W3C trace context, or null where nothing is traced
     */
    <T> T observe(String kinds, Function<@Nullable String, T> submission) {
        Map<String, String> headers = new HashMap<>();
        SenderContext<Map<String, String>> context =
                new SenderContext<>((carrier, key, value) -> headers.put(key, value), Kind.PRODUCER);
        context.setCarrier(headers);
        return Observation.createNotStarted(NAME, () -> context, registry)
                .contextualName("submit " + kinds)
                .highCardinalityKeyValue("opadpo.job.kinds", kinds)
                .observe(() -> submission.apply(headers.get(TRACEPARENT)));
    }
}
