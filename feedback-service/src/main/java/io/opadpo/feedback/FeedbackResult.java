package io.opadpo.feedback;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.opadpo.chat.Usage;
import io.opadpo.chat.work.StoredItems;
import io.opadpo.feedback.calls.Costs;
import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.WorkItem;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a feedback job shows in the end, over all its runs.
 *
 * @param corrections how many there are
 * @param failed answers without one
 * @param failures the same by code
 * @param judge the endpoints that the last run asked
 * @param usage tokens that were paid for, of replies that were of no use too
 * @param cost the same in dollars
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record FeedbackResult(
        long corrections, long failed, Map<String, Long> failures, String judge, Usage usage, Costs cost) {

    static FeedbackResult of(JobStore store, UUID job, String judge, Costs cost) {
        Sum sum = new Sum();
        StoredItems.forEach(store, job, null, sum::add);
        return new FeedbackResult(sum.corrections, sum.failed, sum.failures, judge, cost.usage(), cost);
    }

    private static final class Sum {
        private long corrections;
        private long failed;
        private final Map<String, Long> failures = new TreeMap<>();

        void add(WorkItem item) {
            JobError error = item.error();
            if (item.state() == ItemState.DONE) {
                corrections++;
            } else if (error != null) {
                failed++;
                failures.merge(error.code(), 1L, Long::sum);
            }
        }
    }
}
