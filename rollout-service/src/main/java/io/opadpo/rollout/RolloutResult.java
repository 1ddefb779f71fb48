package io.opadpo.rollout;

import io.opadpo.chat.ChatModel;
import io.opadpo.chat.work.StoredItems;
import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a rollout shows in the end, over all its runs.
 *
 * @param answers how many there are
 * @param failed items without one
 * @param model the base model
 * @param adapter the adapter on it, or null
 * @param modelVersions which versions answered; more than one means that the answers are not of one policy
 * @param tokens length of all answers
 */
@JsonNaming(SnakeCaseStrategy.class)
record RolloutResult(
        long answers,
        long failed,
        String model,
        @Nullable String adapter,
        SortedSet<String> modelVersions,
        long tokens) {

    static RolloutResult of(JobStore store, UUID job, ChatModel model) {
        SortedSet<String> versions = new TreeSet<>();
        LongAdder answers = new LongAdder();
        LongAdder tokens = new LongAdder();
        StoredItems.forEach(store, job, ItemState.DONE, item -> {
            answers.increment();
            if (item.output() != null) {
                tokens.add(item.output().path("tokens").asLong(0));
                item.output().path("model_version").asStringOpt().ifPresent(versions::add);
            }
        });
        long failed = store.itemCounts(Owner.ANY, job).getOrDefault(ItemState.FAILED, 0L);
        return new RolloutResult(answers.sum(), failed, model.base(), model.adapter(), versions, tokens.sum());
    }
}
