package io.opadpo.feedback;

import io.opadpo.chat.Usage;
import io.opadpo.chat.work.StoredItems;
import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.WorkItem;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a feedback job shows in the end, over all its runs.
 *
 * @param corrections how many there are
 * @param failed answers without one
 * @param failures the same by code
 * @param judge the endpoint that the last run asked
 * @param usage what was paid for, replies included that were of no use
 */
@JsonNaming(SnakeCaseStrategy.class)
record FeedbackResult(long corrections, long failed, Map<String, Long> failures, String judge, Usage usage) {

    static FeedbackResult of(JobStore store, UUID job, String judge) {
        Sum sum = new Sum();
        StoredItems.forEach(store, job, null, sum::add);
        return new FeedbackResult(sum.corrections, sum.failed, sum.failures, judge, sum.usage);
    }

    private static final class Sum {
        private long corrections;
        private long failed;
        private final Map<String, Long> failures = new TreeMap<>();
        private Usage usage = Usage.NONE;

        void add(WorkItem item) {
            if (item.state() == ItemState.DONE) {
                corrections++;
            } else if (item.error() != null) {
                failed++;
                failures.merge(item.error().code(), 1L, Long::sum);
            }
            if (item.output() != null) {
                JsonNode spent = item.output().path("usage");
                usage = usage.plus(new Usage(
                        spent.path("prompt_tokens").asLong(0),
                        spent.path("completion_tokens").asLong(0)));
            }
        }
    }
}
