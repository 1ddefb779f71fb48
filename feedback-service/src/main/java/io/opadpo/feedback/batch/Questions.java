package io.opadpo.feedback.batch;

import io.opadpo.feedback.judge.Question;
import io.opadpo.jobs.worker.JobException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What a job asks first about its answers, in their order. */
public interface Questions {
    /** The next one; null after the last. */
    @Nullable
    Question next() throws JobException, InterruptedException;

    /** The URL of an image. */
    Mono<String> image(String sha256);
}
