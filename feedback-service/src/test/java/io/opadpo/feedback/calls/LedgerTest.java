package io.opadpo.feedback.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.chat.ChatEndpoint.Kind;
import io.opadpo.chat.ChatReply;
import io.opadpo.chat.Usage;
import io.opadpo.feedback.calls.Hold.Verdict;
import io.opadpo.feedback.judge.EndpointSettings;
import io.opadpo.feedback.judge.Limits;
import io.opadpo.feedback.judge.Price;
import io.opadpo.feedback.judge.ResponseFormat;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Books BOOKS = Books.open();
    private static final BigDecimal ONE = new BigDecimal("1.00");

    private final UUID job = UUID.randomUUID();
    private final String endpoint = "endpoint of " + job;

    @BeforeEach
    void begin() {
        BOOKS.costs.begin(job, new BigDecimal("10"));
    }

    @Test
    void budgetIsNotPassedHoweverManySpendAtOnce() {
        List<Hold> holds =
                IntStream.range(0, 50).parallel().mapToObj(i -> hold(null)).toList();

        assertThat(holds).filteredOn(hold -> hold.verdict() == Verdict.GRANTED).hasSize(10);
        assertThat(holds).filteredOn(hold -> hold.verdict() == Verdict.LATER).hasSize(40);
        assertThat(costs().held()).isEqualByComparingTo("10");
    }

    @Test
    void budgetIsExhaustedOnceNothingIsUnderWayThatMightFreeSome() {
        List<Call> calls = IntStream.range(0, 10).mapToObj(i -> granted()).toList();
        calls.forEach(call -> pay(call, "0.95"));
        assertThat(costs().spent()).isEqualByComparingTo("9.5");

        assertThat(hold(null).verdict()).isEqualTo(Verdict.EXHAUSTED);
        BOOKS.costs.budget(job, new BigDecimal("10.5"));
        assertThat(hold(null).verdict()).isEqualTo(Verdict.GRANTED);
        assertThat(hold(null).verdict()).isEqualTo(Verdict.LATER);
    }

    @Test
    void whatMayHaveBeenChargedCountsAgainstTheBudget() {
        BOOKS.ledger.failed(granted(), true);
        BOOKS.ledger.failed(granted(), false);

        assertThat(costs().uncertain()).isEqualByComparingTo("1");
        assertThat(costs().held()).isZero();
        assertThat(IntStream.range(0, 10).filter(i -> hold(null).verdict() == Verdict.GRANTED))
                .hasSize(9);
    }

    @Test
    void dayIsSharedByAllJobs() {
        UUID other = UUID.randomUUID();
        BOOKS.costs.begin(other, null);
        BigDecimal limit = new BigDecimal("2.5");
        Call first = hold(limit).call();
        Call second = BOOKS.ledger
                .hold(other, "item", endpoint, settings(limit), ONE, 10)
                .call();

        assertThat(hold(limit).verdict()).as("these may give some back").isEqualTo(Verdict.DAY_LATER);
        assertThat(costs().held()).as("nothing is held for what is not granted").isEqualByComparingTo("1");
        pay(first, "0.25");
        Call third = hold(limit).call();
        assertThat(third).isNotNull();
        pay(second, "1");
        pay(third, "1");
        assertThat(hold(limit).verdict()).isEqualTo(Verdict.DAY_SPENT);
        assertThat(BOOKS.ledger
                        .hold(job, "item", "fresh " + job, settings(new BigDecimal("0.5")), ONE, 10)
                        .verdict())
                .isEqualTo(Verdict.DAY_SPENT);
    }

    @Test
    void callsOfAProcessThatIsNoMoreAreLostUntilTheyTurnUp() {
        Call dead = granted();
        Call slow = granted();
        BOOKS.costs.begin(job, new BigDecimal("99"));
        assertThat(costs().uncertainCalls()).isEqualTo(2);
        assertThat(costs().budget()).as("what was set before stays").isEqualByComparingTo("10");

        pay(slow, "0.5");
        pay(slow, "0.5");
        BOOKS.ledger.failed(dead, true);

        assertThat(costs().spent()).isEqualByComparingTo("0.5");
        assertThat(costs().uncertain()).isEqualByComparingTo("1");
        assertThat(costs().calls()).isEqualTo(1);
        assertThat(costs().usage()).isEqualTo(new Usage(100, 10));
    }

    @Test
    void thoseWhoHoldAndThoseWhoPayDoNotLockEachOtherOut() {
        BOOKS.costs.budget(job, null);

        IntStream.range(0, 200).parallel().forEach(i -> pay(granted(), "0.5"));

        assertThat(costs().spent()).isEqualByComparingTo("100");
        assertThat(costs().held()).isZero();
    }

    @Test
    void jobThatHasNotBegunHasCostNothing() {
        assertThat(BOOKS.costs.of(UUID.randomUUID()).spent()).isZero();
    }

    @Test
    void priceIsExact() {
        Price price = new Price(new BigDecimal("0.15"), new BigDecimal("0.60"), 1, BigDecimal.ONE);

        assertThat(price.of(new Usage(1, 1))).isEqualByComparingTo("0.00000075");
    }

    private Hold hold(@Nullable BigDecimal perDay) {
        return BOOKS.ledger.hold(job, "item", endpoint, settings(perDay), ONE, 10);
    }

    private Call granted() {
        Call call = hold(null).call();
        assertThat(call).isNotNull();
        return call;
    }

    private void pay(Call call, String cost) {
        ChatReply reply = new ChatReply("{}", "stop", null, null, null, new Usage(100, 10));
        BOOKS.ledger.paid(call, new BigDecimal(cost), "alice", call.id().toString(), reply);
    }

    private Costs costs() {
        return BOOKS.costs.of(job);
    }

    private static EndpointSettings settings(@Nullable BigDecimal perDay) {
        return new EndpointSettings(
                Kind.COMPATIBLE,
                URI.create("http://localhost"),
                null,
                "model",
                null,
                null,
                false,
                null,
                1,
                ResponseFormat.NONE,
                new Price(ONE, ONE, 1, ONE),
                new Limits(null, null, perDay),
                Duration.ofMinutes(1));
    }
}
