package io.opadpo.feedback.calls;

import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Sha256;
import java.util.Comparator;
import java.util.List;

/**
 * Shares items out among endpoints by weight (weighted rendezvous hashing): the same item always comes to the same
 * endpoint first, in whichever process, and to the same others after it.
 */
final class Ranking {
    private Ranking() {}

    static List<Judge> of(String item, List<Judge> judges) {
        return judges.stream()
                .sorted(Comparator.comparingDouble((Judge judge) -> -draw(item, judge))
                        .thenComparing(Judge::endpoint))
                .toList();
    }

    /** Uniform in (0, 1), to the power of 1 / weight: the highest of several is each one's with its share of the weight. */
    private static double draw(String item, Judge judge) {
        double weight = judge.settings().weight();
        long bits =
                Long.parseUnsignedLong(Sha256.of(judge.endpoint() + '\0' + item).substring(0, 13), 16);
        double uniform = (bits + 0.5) / (1L << 52);
        return weight == 0 ? Math.log(uniform) - Double.MAX_VALUE / 2 : Math.log(uniform) / weight;
    }
}
