package io.opadpo.dataset.build;

import io.opadpo.dataset.build.Correction.Judge;
import io.opadpo.dataset.build.Correction.Policy;
import io.opadpo.dataset.build.Filters.Kept;
import io.opadpo.dataset.build.Report.Sentence;
import io.opadpo.dataset.build.Statistics.Seen;
import io.opadpo.dataset.similarity.NearDuplicateReport;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Gathers {@link Statistics} while samples pass. */
final class StatisticsCounter {

    private static final Judge UNKNOWN_JUDGE = new Judge(null, null, null, null, null);

    private final Map<DropReason, Long> droppedBy = new EnumMap<>(DropReason.class);
    private final Map<String, Long> scores = new TreeMap<>();
    private final Map<String, Long> errorTypes = new TreeMap<>();
    private final Map<Judge, Long> judges = new LinkedHashMap<>();
    private final Map<Policy, Long> policies = new LinkedHashMap<>();
    private final Map<String, Long> reviews = new TreeMap<>();
    private final Histogram.Counter sentences = new Histogram.Counter(1, 31);
    private final Histogram.Counter answerWords = new Histogram.Counter(25, 41);
    private final Histogram.Counter revisedWords = new Histogram.Counter(25, 41);
    private final Histogram.Counter editedShare = new Histogram.Counter(0.1, 10);
    private long samples;
    private long heldOut;
    private long dropped;
    private long added;

    void add(Correction correction, Kept kept) {
        samples++;
        heldOut += kept.sample().split().equals(Split.HELD_OUT) ? 1 : 0;
        added += kept.report().added() ? 1 : 0;
        for (Sentence sentence : kept.report().sentences()) {
            scores.merge(score(sentence.score()), 1L, Long::sum);
            errorTypes.merge(sentence.errorType(), 1L, Long::sum);
        }
        sentences.add(kept.report().sentences().size());
        List<String> original = WordEdits.words(kept.sample().original());
        List<String> revised = WordEdits.words(kept.sample().revised());
        answerWords.add(original.size());
        revisedWords.add(revised.size());
        editedShare.add(WordEdits.share(original, revised));
        judges.merge(correction.judge() == null ? UNKNOWN_JUDGE : correction.judge(), 1L, Long::sum);
        policies.merge(correction.policyOrUnknown(), 1L, Long::sum);
        String review =
                correction.review() == null ? "none" : correction.review().stateOrNone();
        reviews.merge(review, 1L, Long::sum);
    }

    void add(Drop drop) {
        dropped++;
        droppedBy.merge(drop.reason(), 1L, Long::sum);
    }

    long samples() {
        return samples;
    }

    long answers() {
        return samples + dropped;
    }

    /** A sample has changed to this side of the split. */
    void move(String side) {
        heldOut += side.equals(Split.HELD_OUT) ? 1 : -1;
    }

    Statistics statistics(NearDuplicateReport nearDuplicates) {
        return new Statistics(
                samples,
                heldOut,
                dropped,
                droppedBy,
                scores,
                errorTypes,
                samples == 0 ? 0 : (double) added / samples,
                sentences.histogram(),
                answerWords.histogram(),
                revisedWords.histogram(),
                editedShare.histogram(),
                seen(judges),
                seen(policies),
                reviews,
                nearDuplicates);
    }

    private static String score(OptionalInt score) {
        return score.isPresent() ? Integer.toString(score.getAsInt()) : "none";
    }

    private static <T> List<Seen<T>> seen(Map<T, Long> counts) {
        return counts.entrySet().stream()
                .map(entry -> new Seen<>(entry.getKey(), entry.getValue()))
                .toList();
    }
}
