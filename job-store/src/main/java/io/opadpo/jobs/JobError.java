package io.opadpo.jobs;

import org.jspecify.annotations.Nullable;

/**
 * Why a job or an item failed, fit to be shown to its owner: no secrets, no class names.
 *
 * @param code stable and short, for programs
 * @param message for people; cut after {@value #MAX_MESSAGE} characters
 * @param retryable whether trying again may help
 * @param subject the sample, item, field or job at fault, if one is
 */
public record JobError(
        String code,
        String message,
        boolean retryable,
        @Nullable String subject) {
    /** Longest message kept, in characters. */
    public static final int MAX_MESSAGE = 2000;

    public JobError {
        if (message.length() > MAX_MESSAGE) {
            message = message.substring(0, MAX_MESSAGE - 1) + "…";
        }
    }

    /** An error without a subject. */
    public JobError(String code, String message, boolean retryable) {
        this(code, message, retryable, null);
    }
}
