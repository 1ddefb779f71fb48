package io.opadpo.feedback.calls;

import io.opadpo.chat.CallException;
import io.opadpo.chat.CallFailure;
import io.opadpo.chat.ChatReply;
import io.opadpo.feedback.calls.Slots.Slot;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Judgement;
import io.opadpo.feedback.judge.Question;
import java.math.BigDecimal;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Sends a call whose turn has come, closes it in the books, and tells the others what it learnt of the endpoint. */
final class Sending {
    private final Panels parts;
    private final String owner;

    Sending(Panels parts, String owner) {
        this.parts = parts;
        this.owner = owner;
    }

    Mono<Judgement> send(Slot slot, Question question, String imageUrl) {
        Judge judge = slot.judge();
        return judge.client()
                .ask(
                        judge.request(question, question.messages().apply(imageUrl)),
                        slot.call().id().toString())
                .doOnCancel(slot.circuit()::dropped)
                .flatMap(reply -> keep(slot, question, reply))
                .onErrorResume(CallException.class, e -> fail(slot, e));
    }

    private Mono<Judgement> keep(Slot slot, Question question, ChatReply reply) {
        slot.circuit().answered();
        Judge judge = slot.judge();
        BigDecimal cost = slot.call().cost(reply.usage(), judge.settings().price()::of);
        String key = Replies.key(judge, question);
        return Blocking.run(() -> parts.ledger().paid(slot.call(), cost, owner, key, reply))
                .doOnSuccess(paid -> parts.metrics().paid(judge, cost, reply))
                .thenReturn(new Judgement(judge, reply, key, cost, false));
    }

    private Mono<Judgement> fail(Slot slot, CallException failure) {
        parts.metrics().failed(slot.judge(), failure);
        Duration rest = failure.retryAfter();
        boolean outOfOrder = failure.failure() == CallFailure.UNAVAILABLE
                || failure.failure() == CallFailure.UNREACHABLE
                || failure.failure() == CallFailure.TIMEOUT;
        if (outOfOrder) {
            slot.circuit().failed();
        } else {
            slot.circuit().answered();
        }
        if (rest != null) {
            slot.circuit().rest(rest);
        }
        return Blocking.run(() -> {
                    parts.ledger().failed(slot.call(), failure.mayBePaid());
                    if (rest != null) {
                        parts.rest(slot.judge().endpoint(), rest);
                    }
                })
                .then(Mono.error(failure));
    }
}
