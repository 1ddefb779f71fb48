package io.opadpo.feedback.calls;

import io.opadpo.chat.ChatMessage;
import io.opadpo.chat.Usage;
import io.opadpo.feedback.calls.Hold.Verdict;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Price;
import io.opadpo.feedback.judge.Question;
import io.opadpo.feedback.judge.TokenEstimate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Finds a judge for a call of a job: one that is in order, with money for the call, once its turn has come. */
final class Slots {
    private static final Logger log = LoggerFactory.getLogger(Slots.class);
    private static final Duration MONEY_POLL = Duration.ofSeconds(1);
    private static final Duration DAY_POLL = Duration.ofSeconds(30);

    private final UUID job;
    private final Ledger ledger;
    private final Tickets tickets;
    private final OutOfMoney outOfMoney;
    private final Function<Judge, Circuit> circuits;
    private final Set<String> spentToday = ConcurrentHashMap.newKeySet();
    private final CallMetrics metrics;

    /** A judge whose turn has come. */
    record Slot(Judge judge, Circuit circuit, Call call) {}

    Slots(
            UUID job,
            Ledger ledger,
            Tickets tickets,
            OutOfMoney outOfMoney,
            Function<Judge, Circuit> circuits,
            CallMetrics metrics) {
        this.job = job;
        this.ledger = ledger;
        this.tickets = tickets;
        this.outOfMoney = outOfMoney;
        this.circuits = circuits;
        this.metrics = metrics;
    }

    /** Empty if nobody is to be asked now. */
    Mono<Slot> next(Question question, List<Judge> ranked) {
        for (Judge judge : ranked) {
            Circuit circuit = circuits.apply(judge);
            if (circuit.lets()) {
                return Mono.defer(() -> queue(judge, question, circuit, ranked));
            }
        }
        return Mono.empty();
    }

    private Mono<Slot> queue(Judge judge, Question question, Circuit circuit, List<Judge> ranked) {
        Place place = new Place(call -> Blocking.run(() -> ledger.failed(call, false))
                .subscribe(
                        done -> {}, e -> log.error("Call {} was not sent, and the books do not know", call.id(), e)));
        return Blocking.call(() -> {
                    Hold hold = hold(judge, question);
                    place.enter(hold.call());
                    return hold;
                })
                .flatMap(hold -> hold.call() == null
                        ? noMoney(hold.verdict(), judge, circuit, ranked)
                        : wait(hold.call(), place, judge, circuit))
                .doOnCancel(place::leave);
    }

    private Hold hold(Judge judge, Question question) {
        Price price = judge.settings().price();
        List<ChatMessage> messages = question.messages().apply("");
        long prompt = TokenEstimate.most(messages, price.imageTokens());
        BigDecimal most = price.of(new Usage(prompt, question.maxTokens()));
        return ledger.hold(
                job, question.item(), judge.endpoint(), judge.settings(), most, prompt + question.maxTokens());
    }

    private Mono<Slot> noMoney(Verdict verdict, Judge judge, Circuit circuit, List<Judge> ranked) {
        return switch (verdict) {
            case EXHAUSTED ->
                Blocking.run(outOfMoney::budget).then(Mono.delay(MONEY_POLL)).then(Mono.empty());
            case LATER -> Mono.delay(MONEY_POLL).then(Mono.empty());
            case DAY_LATER -> {
                circuit.rest(MONEY_POLL);
                yield Mono.empty();
            }
            case DAY_SPENT -> {
                circuit.rest(DAY_POLL);
                spentToday.add(judge.endpoint());
                List<String> all = ranked.stream().map(Judge::endpoint).toList();
                yield spentToday.containsAll(all)
                        ? Blocking.run(() -> outOfMoney.day(all)).then(Mono.empty())
                        : Mono.empty();
            }
            case GRANTED -> Mono.empty();
        };
    }

    private Mono<Slot> wait(Call call, Place place, Judge judge, Circuit circuit) {
        spentToday.remove(judge.endpoint());
        Mono<Slot> entered = Mono.defer(() -> {
            if (!place.take()) {
                return Mono.empty();
            }
            return circuit.enter()
                    ? Mono.just(new Slot(judge, circuit, call))
                    : Blocking.run(() -> ledger.failed(call, false)).then(Mono.empty());
        });
        // Another process may have been told to wait while this call did.
        Mono<Slot> sent = Blocking.call(() -> tickets.rest(judge.endpoint()))
                .doOnNext(rest -> {
                    if (!rest.isZero()) {
                        circuit.rest(rest);
                    }
                })
                .then(entered);
        return call.turn().isZero()
                ? entered
                : metrics.waits(judge.endpoint(), Mono.delay(call.turn())).then(sent);
    }
}
