package io.opadpo.chat.work;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An item cannot be done; the job goes on. The message is fit for the job's owner. */
public final class ItemFailure extends RuntimeException {
    private final String code;
    private final boolean retryable;
    private final transient @Nullable JsonNode output;

    public ItemFailure(String code, String message, boolean retryable) {
        this(code, message, retryable, null);
    }

    /**
     * @param code stable and short, for programs
     * @param retryable whether trying again may help
     * @param output what is kept of the attempt, or null
     */
    public ItemFailure(String code, String message, boolean retryable, @Nullable JsonNode output) {
        super(message);
        this.code = code;
        this.retryable = retryable;
        this.output = output;
    }

    String code() {
        return code;
    }

    boolean retryable() {
        return retryable;
    }

    @Nullable JsonNode output() {
        return output;
    }
}
