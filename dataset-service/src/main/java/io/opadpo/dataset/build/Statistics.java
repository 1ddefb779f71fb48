package io.opadpo.dataset.build;

import io.opadpo.dataset.build.Correction.Judge;
import io.opadpo.dataset.build.Correction.Policy;
import io.opadpo.dataset.similarity.NearDuplicateReport;
import java.util.List;
import java.util.Map;

/**
 * What a version of a data set holds.
 *
 * @param samples how many lines it has
 * @param heldOut how many of them are held out
 * @param dropped how many answers were left out
 * @param droppedBy the same for each {@link DropReason}
 * @param scores sentences by score, {@code 1} to {@code 4} or {@code none}
 * @param errorTypes sentences by error type
 * @param addedShare share of samples to whose answer something was added
 * @param sentences judged sentences for each answer
 * @param answerWords words of the original answers
 * @param revisedWords words of the revised answers
 * @param editedShare words edited between original and revised answer, as a share of the longer one
 * @param judges who judged, with the number of samples
 * @param policies which models answered, with the number of samples
 * @param reviews samples by what a human made of their report: {@code accepted}, {@code edited} or {@code none}
 * @param nearDuplicates pictures that look alike
 */
record Statistics(
        long samples,
        long heldOut,
        long dropped,
        Map<DropReason, Long> droppedBy,
        Map<String, Long> scores,
        Map<String, Long> errorTypes,
        double addedShare,
        Histogram sentences,
        Histogram answerWords,
        Histogram revisedWords,
        Histogram editedShare,
        List<Seen<Judge>> judges,
        List<Seen<Policy>> policies,
        Map<String, Long> reviews,
        NearDuplicateReport nearDuplicates) {

    /** Where samples come from, and how many of them. */
    record Seen<T>(T source, long samples) {}
}
