package io.opadpo.trainer.job;

import io.opadpo.jobs.JobError;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.llava.LlavaException;
import io.opadpo.llava.train.NonFiniteGradientException;
import io.opadpo.llava.train.data.DataException;
import io.opadpo.llava.train.data.DropReport;
import io.opadpo.llava.train.data.NothingLeftException;
import io.opadpo.llava.train.loss.NonFiniteLossException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the library throws, as errors that a job's owner can act upon. */
public final class JobErrors {

    /** Samples that an error names. */
    private static final int NAMED = 20;

    private static final String FOLDERS = "(?:/[^/\\s:,\\]]+)+/";

    private JobErrors() {}

    /** The error that an exception is; empty if it is one of ours, not the owner's. */
    public static Optional<JobException> of(RuntimeException e) {
        if (isOutOfMemory(e)) {
            return Optional.of(error("OUT_OF_MEMORY", "The device ran out of memory", true, null, e));
        }
        if (e instanceof NothingLeftException left) {
            List<String> samples =
                    left.report().dropped().stream().map(DropReport.Dropped::id).toList();
            String reasons = left.report().dropped().stream()
                    .limit(NAMED)
                    .map(dropped -> dropped.id() + ": " + dropped.reason() + " (" + dropped.detail() + ")")
                    .collect(Collectors.joining("; "));
            String message =
                    "No sample is left to train on. " + left.report().counts() + ". " + reasons.replaceAll(FOLDERS, "");
            return Optional.of(error("NOTHING_LEFT", message, false, names(samples), e));
        }
        if (e instanceof NonFiniteLossException loss) {
            return Optional.of(error("NOT_FINITE", message(e), false, names(loss.samples()), e));
        }
        if (e instanceof NonFiniteGradientException gradient) {
            return Optional.of(error("NOT_FINITE", message(e), false, names(gradient.samples()), e));
        }
        if (e instanceof DataException) {
            return Optional.of(error("DATA_UNUSABLE", message(e), false, null, e));
        }
        if (e instanceof LlavaException) {
            return Optional.of(error("MODEL_OR_SETTINGS_UNUSABLE", message(e), false, null, e));
        }
        return Optional.empty();
    }

    /** libtorch tells it in words only, on the host and on GPUs. */
    private static boolean isOutOfMemory(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (message.contains("out of memory") || message.contains("can't allocate memory")) {
                return true;
            }
        }
        return false;
    }

    /** Files by their names alone: where they lie is the service's business. */
    public static String message(RuntimeException e) {
        return String.valueOf(e.getMessage()).replaceAll(FOLDERS, "");
    }

    private static String names(List<String> samples) {
        String names = samples.stream().distinct().limit(NAMED).collect(Collectors.joining(", "));
        return samples.size() > NAMED ? names + ", …" : names;
    }

    private static JobException error(
            String code, String message, boolean retryable, @Nullable String subject, RuntimeException cause) {
        return new JobException(new JobError(code, message, retryable, subject), cause);
    }
}
