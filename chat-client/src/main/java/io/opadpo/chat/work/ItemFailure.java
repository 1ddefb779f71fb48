package io.opadpo.chat.work;

import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.ItemWrite;
import io.opadpo.jobs.JobError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An item cannot be done; the job goes on. The message is fit for the job's owner. */
public final class ItemFailure extends RuntimeException {
    private final String code;
    private final String reason;
    private final boolean retryable;
    private final transient @Nullable JsonNode output;

    public ItemFailure(String code, String reason, boolean retryable) {
        this(code, reason, retryable, null);
    }

    /**
     * @param code stable and short, for programs
     * @param retryable whether trying again may help
     * @param output what is kept of the attempt, or null
     */
    public ItemFailure(String code, String reason, boolean retryable, @Nullable JsonNode output) {
        super(reason);
        this.code = code;
        this.reason = reason;
        this.retryable = retryable;
        this.output = output;
    }

    /** What is stored of the item. */
    ItemWrite write(String item) {
        return new ItemWrite(item, ItemState.FAILED, output, new JobError(code, reason, retryable, item));
    }
}
