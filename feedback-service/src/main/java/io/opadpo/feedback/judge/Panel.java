package io.opadpo.feedback.judge;

import java.util.List;
import reactor.core.publisher.Mono;

/** The judges of a job: one of them replies. */
@FunctionalInterface
public interface Panel {
    /** Ends in a {@link io.opadpo.chat.CallException} if none of them replies. */
    Mono<Judgement> ask(Question question);

    /** A reply that is there already and costs nothing; empty if there is none. */
    default Mono<Judgement> find(Question question) {
        return Mono.empty();
    }

    /** An item fails for good with these replies: they are no use to others. */
    default Mono<Void> reject(List<Judgement> judgements) {
        return Mono.empty();
    }
}
