package io.opadpo.feedback.judge;

import reactor.core.publisher.Mono;

/** The judges of a job: one of them replies. */
@FunctionalInterface
public interface Panel {
    /** Ends in a {@link io.opadpo.chat.CallException} if none of them replies. */
    Mono<Judgement> ask(Question question);
}
