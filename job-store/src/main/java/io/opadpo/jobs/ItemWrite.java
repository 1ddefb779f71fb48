package io.opadpo.jobs;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a worker says of an item.
 *
 * @param item its key within the job
 * @param state its new state
 * @param output what came out, if it is done
 * @param error why it failed, if it did
 */
public record ItemWrite(
        String item,
        ItemState state,
        @Nullable JsonNode output,
        @Nullable JobError error) {
    /** The item is done, with this output. */
    public static ItemWrite done(String item, JsonNode output) {
        return new ItemWrite(item, ItemState.DONE, output, null);
    }

    /** The item failed. */
    public static ItemWrite failed(String item, JobError error) {
        return new ItemWrite(item, ItemState.FAILED, null, error);
    }

    /** The item exists; changes nothing about one that is known already. */
    public static ItemWrite pending(String item) {
        return new ItemWrite(item, ItemState.PENDING, null, null);
    }
}
