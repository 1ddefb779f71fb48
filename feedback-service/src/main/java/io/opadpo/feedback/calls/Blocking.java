package io.opadpo.feedback.calls;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Work with the database, off the threads that carry replies; goes on after an outage of a minute. */
public final class Blocking {
    private static final Duration REST = Duration.ofMillis(500);
    private static final int TIMES = 120;

    private Blocking() {}

    /** The value of the work; empty if that is null. */
    public static <T> Mono<T> call(Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(Schedulers.boundedElastic())
                .retryWhen(Retry.fixedDelay(TIMES, REST)
                        .filter(e -> e instanceof DataAccessException || e instanceof TransactionException)
                        .onRetryExhaustedThrow((retry, signal) -> signal.failure()));
    }

    /** Work without a value. */
    public static Mono<Void> run(Runnable work) {
        return call(() -> {
                    work.run();
                    return true;
                })
                .then();
    }
}
