package io.opadpo.feedback.calls;

import io.opadpo.chat.Retries;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Panel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes the panels of jobs; they share what is known of the endpoints. */
@Component
public class Panels {
    private final Ledger ledger;
    private final JobCosts costs;
    private final Replies replies;
    private final Tickets tickets;
    private final CallMetrics metrics;
    private final Map<String, Circuit> circuits = new ConcurrentHashMap<>();

    Panels(Ledger ledger, JobCosts costs, Replies replies, Tickets tickets, CallMetrics metrics) {
        this.ledger = ledger;
        this.costs = costs;
        this.replies = replies;
        this.tickets = tickets;
        this.metrics = metrics;
    }

    /**
     * A job's panel.
     *
     * @param images gives the data URL of an image by its SHA-256
     * @param outOfMoney is told when there is no money for a call
     */
    public Panel of(
            PanelJob job,
            List<Judge> judges,
            PanelSettings settings,
            Function<String, Mono<String>> images,
            OutOfMoney outOfMoney) {
        Slots slots =
                new Slots(job.id(), ledger, tickets, outOfMoney, judge -> circuit(judge, settings.circuit()), metrics);
        judges.forEach(judge -> circuit(judge, settings.circuit()));
        return new PaidPanel(this, job, judges, settings.retries(), images, slots);
    }

    private Circuit circuit(Judge judge, CircuitSettings settings) {
        return circuits.computeIfAbsent(judge.endpoint(), name -> {
            Circuit circuit = new Circuit(settings, System::nanoTime);
            metrics.watch(judge, circuit);
            return circuit;
        });
    }

    CallMetrics metrics() {
        return metrics;
    }

    Ledger ledger() {
        return ledger;
    }

    JobCosts costs() {
        return costs;
    }

    Replies replies() {
        return replies;
    }

    /** Nobody is to ask the endpoint for this long, in whichever process. */
    void rest(String endpoint, Duration rest) {
        tickets.rest(endpoint, rest);
    }

    /** How a panel perseveres. */
    public record PanelSettings(Retries retries, CircuitSettings circuit) {}

    /**
     * Whose panel it is.
     *
     * @param reuse whether replies that are there already will do
     */
    public record PanelJob(UUID id, String owner, boolean reuse) {}
}
