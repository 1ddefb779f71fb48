package io.opadpo.feedback.calls;

import io.opadpo.chat.CallException;
import io.opadpo.chat.Retries;
import io.opadpo.feedback.calls.Panels.PanelJob;
import io.opadpo.feedback.calls.Replies.Known;
import io.opadpo.feedback.calls.Slots.Slot;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Judgement;
import io.opadpo.feedback.judge.Panel;
import io.opadpo.feedback.judge.Question;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks judges for money. A reply that is there already is taken; else the call is entered in the books, waits for its turn,
 * is sent, and is closed with its reply. Each try is a call of its own.
 */
final class PaidPanel implements Panel {
    private static final Logger log = LoggerFactory.getLogger(PaidPanel.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Panels parts;
    private final PanelJob job;
    private final List<Judge> judges;
    private final Retries retries;
    private final Function<String, Mono<String>> images;
    private final Slots slots;
    private final Sending sending;
    private final Map<String, CallException> out = new ConcurrentHashMap<>();
    private final Random jitter = new Random();

    PaidPanel(
            Panels parts,
            PanelJob job,
            List<Judge> judges,
            Retries retries,
            Function<String, Mono<String>> images,
            Slots slots) {
        this.parts = parts;
        this.job = job;
        this.judges = judges;
        this.retries = retries;
        this.images = images;
        this.slots = slots;
        this.sending = new Sending(parts, job.owner());
    }

    @Override
    public Mono<Judgement> ask(Question question) {
        List<Judge> ranked = Ranking.of(question.item(), judges);
        Mono<Judgement> paid = Mono.defer(() -> images.apply(question.image()))
                .flatMap(url -> Mono.defer(() -> attempt(question, ranked, url)).retryWhen(retries.retry(jitter)));
        return find(question)
                .doOnSuccess(known -> parts.metrics().looked(known != null))
                .switchIfEmpty(paid);
    }

    @Override
    public Mono<Judgement> find(Question question) {
        // Whoever replied before a crash need not be the first of them.
        return Flux.fromIterable(Ranking.of(question.item(), judges))
                .concatMap(judge -> known(judge, question), 1)
                .next();
    }

    @Override
    public Mono<Void> reject(List<Judgement> judgements) {
        List<String> keys = judgements.stream().map(Judgement::key).toList();
        return Blocking.run(() -> parts.replies().failed(job.id(), job.owner(), keys));
    }

    /** A reply that this job has paid for, before a crash or in a batch, counts as paid and not as a find. */
    private Mono<Judgement> known(Judge judge, Question question) {
        return Blocking.call(() -> {
            String key = Replies.key(judge, question);
            Known known = parts.replies().find(job.id(), job.owner(), key).orElse(null);
            boolean own = known != null && known.job().equals(job.id());
            if (known == null || !(own || job.reuse())) {
                return null;
            }
            if (!own) {
                parts.costs().cached(job.id());
            }
            return new Judgement(judge, known.reply(), key, BigDecimal.ZERO, !own);
        });
    }

    private Mono<Judgement> attempt(Question question, List<Judge> ranked, String url) {
        return Mono.defer(() -> next(question, ranked))
                .repeatWhenEmpty(again -> again.delayElements(POLL))
                .flatMap(slot -> sending.send(slot, question, url)
                        .onErrorResume(
                                CallException.class,
                                e -> leavesOthers(slot.judge(), e) ? attempt(question, ranked, url) : Mono.error(e)));
    }

    private Mono<Slot> next(Question question, List<Judge> ranked) {
        List<Judge> left = ranked.stream()
                .filter(judge -> !out.containsKey(judge.endpoint()))
                .toList();
        // All are out: the job ends for what the first of them says.
        return left.isEmpty()
                ? Mono.error(Objects.requireNonNull(out.get(ranked.get(0).endpoint())))
                : slots.next(question, left);
    }

    /** Takes a judge that will answer none of the job's questions out of the panel; whether others can go on. */
    private boolean leavesOthers(Judge judge, CallException failure) {
        if (!failure.failure().hopeless()) {
            return false;
        }
        if (out.putIfAbsent(judge.endpoint(), failure) == null) {
            log.warn("Endpoint {} is left out of job {}: {}", judge.endpoint(), job.id(), failure.getMessage());
        }
        return judges.stream().anyMatch(other -> !out.containsKey(other.endpoint()));
    }
}
