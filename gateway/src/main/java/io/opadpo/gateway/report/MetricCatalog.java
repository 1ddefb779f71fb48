package io.opadpo.gateway.report;

import io.opadpo.gateway.report.MetricInfo.Better;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The known benchmarks' metrics, in the order in which they are to be read: coverage beside hallucination. */
final class MetricCatalog {
    private static final Map<String, List<MetricInfo>> KNOWN = Map.of(
            "chair",
            List.of(
                    share(
                            "chair_i",
                            "Hallucinated mentions (CHAIR-i)",
                            "Mentions of absent objects, of all mentions.",
                            -1),
                    share("chair_s", "Hallucinating answers (CHAIR-s)", "Answers that mention an absent object.", -1),
                    share(
                            "recall",
                            "Coverage (recall)",
                            "Objects of the pictures that the answers mention. Silence is no cure.",
                            1),
                    share(
                            "malformed",
                            "Malformed answers",
                            "Empty, cut off, without an end, or stuck in repetition.",
                            -1),
                    new MetricInfo(
                            "mean_words", "Length", "Words of an answer, on average.", Better.NEITHER, Unit.WORDS)),
            "pope",
            List.of(
                    share("accuracy", "Accuracy", "Yes-or-no questions answered rightly.", 1),
                    share("precision", "Precision", "Of the answers that say yes, those that are right.", 1),
                    share("recall", "Recall", "Of the objects that are there, those that the answer says yes to.", 1),
                    share("f1", "F1", "Harmonic mean of precision and recall.", 1),
                    share(
                            "yes_ratio",
                            "Share of yes",
                            "Answers that say yes. Far from the share of right yeses, the model guesses.",
                            0),
                    share(
                            "unparsable",
                            "Unparsable",
                            "Answers that say neither yes nor no; they count as wrong.",
                            -1)));

    private MetricCatalog() {}

    private static MetricInfo share(String key, String title, String meaning, int direction) {
        Better better = direction == 0 ? Better.NEITHER : direction < 0 ? Better.LOWER : Better.HIGHER;
        return new MetricInfo(key, title, meaning, better, Unit.SHARE);
    }

    /**
     * What the given metrics are, in reading order: the known ones, then those of each part of the benchmark, then others.
     *
     * @param type the benchmark's
     * @param keys as the result has them; {@code part.metric} is a metric of one part
     */
    static List<MetricInfo> of(String type, Collection<String> keys) {
        List<MetricInfo> known = KNOWN.getOrDefault(type, List.of());
        List<String> rest = new ArrayList<>(keys);
        List<MetricInfo> ordered = new ArrayList<>();
        for (MetricInfo metric : known) {
            if (rest.remove(metric.key())) {
                ordered.add(metric);
            }
        }
        rest.forEach(key -> ordered.add(ofPart(known, key)));
        return ordered;
    }

    private static MetricInfo ofPart(List<MetricInfo> known, String key) {
        int dot = key.lastIndexOf('.');
        return known.stream()
                .filter(metric -> dot > 0 && metric.key().equals(key.substring(dot + 1)))
                .map(metric -> new MetricInfo(
                        key,
                        metric.title() + ", " + key.substring(0, dot),
                        metric.meaning(),
                        metric.better(),
                        metric.unit()))
                .findFirst()
                .orElseGet(() ->
                        new MetricInfo(key, key, "A metric of this benchmark's own.", Better.NEITHER, Unit.PLAIN));
    }
}
