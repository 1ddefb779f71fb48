package io.opadpo.llava.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.opadpo.llava.train.OnPolicyReport;
import io.opadpo.llava.train.TrainingResult;
import io.opadpo.llava.train.data.DropReason;
import io.opadpo.llava.train.data.DropReport;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a training ended, as its last line of output says it.
 *
 * @param result folder of the adapter or model; absent when the training was stopped before its end
 * @param resultStep the step that it is of
 * @param best the best evaluation; absent without any
 * @param onPolicy how the pairs fitted the policy before the first step; absent where there are no pairs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TrainingReport(
        boolean finished,
        long step,
        long totalSteps,
        @Nullable String result,
        @Nullable Long resultStep,
        @Nullable Best best,
        @Nullable OnPolicyReport onPolicy,
        Data data) {

    /** An evaluation, by its objective. */
    record Best(long step, double value) {}

    /** What became of the samples; names of the dropped ones stand in the folder's {@code dropped.json}. */
    record Data(int read, int kept, Map<DropReason, Integer> dropped, int reportMismatches) {

        static Data of(DropReport report) {
            return new Data(
                    report.read(),
                    report.kept(),
                    report.counts(),
                    report.reportMismatches().size());
        }
    }

    static TrainingReport of(TrainingResult result) {
        Double best = result.evaluations().best();
        return new TrainingReport(
                result.finished(),
                result.step(),
                result.totalSteps(),
                result.result().map(String::valueOf).orElse(null),
                result.finished() ? result.resultStep() : null,
                best == null ? null : new Best(result.evaluations().bestStep(), best),
                result.onPolicy().orElse(null),
                Data.of(result.report()));
    }
}
