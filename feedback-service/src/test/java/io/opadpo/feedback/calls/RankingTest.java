package io.opadpo.feedback.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.chat.ChatEndpoint.Kind;
import io.opadpo.feedback.judge.EndpointSettings;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Limits;
import io.opadpo.feedback.judge.Price;
import io.opadpo.feedback.judge.ResponseFormat;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {
    private final List<Judge> judges = List.of(judge("a", 1), judge("b", 3), judge("none", 0));

    @Test
    void sharesAreByWeight() {
        Map<String, Long> shares = IntStream.range(0, 4000)
                .mapToObj(i -> Ranking.of("item" + i, judges).get(0).endpoint())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(shares).containsOnlyKeys("a", "b");
        assertThat(shares.get("b") / 4000.0).isCloseTo(0.75, within(0.03));
    }

    @Test
    void sameItemComesToTheSameOneWhateverTheOrder() {
        List<Judge> reversed = List.of(judges.get(2), judges.get(1), judges.get(0));

        assertThat(IntStream.range(0, 100).mapToObj(i -> names("item" + i, judges)))
                .isEqualTo(IntStream.range(0, 100)
                        .mapToObj(i -> names("item" + i, reversed))
                        .toList());
    }

    private static List<String> names(String item, List<Judge> judges) {
        return Ranking.of(item, judges).stream().map(Judge::endpoint).toList();
    }

    @SuppressWarnings("NullAway") // It is never asked.
    private static Judge judge(String name, double weight) {
        EndpointSettings settings = new EndpointSettings(
                Kind.COMPATIBLE,
                URI.create("http://localhost"),
                null,
                "model",
                null,
                null,
                false,
                null,
                weight,
                ResponseFormat.NONE,
                new Price(BigDecimal.ONE, BigDecimal.ONE, 1, BigDecimal.ONE),
                new Limits(null, null, null),
                Duration.ofMinutes(1));
        return new Judge(name, settings, null);
    }
}
