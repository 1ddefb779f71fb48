package io.opadpo.feedback.batch;

import io.opadpo.chat.BatchClient;
import io.opadpo.feedback.calls.OutOfMoney;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.jobs.Progress;
import io.opadpo.jobs.worker.JobRun;
import java.util.UUID;
import java.util.function.IntFunction;

/**
 * Whose batches are made, and how.
 *
 * @param judge who answers
 * @param client asks it
 * @param reuse whether replies of earlier jobs will do
 * @param fallback whether what batches leave unanswered will be asked one by one
 * @param round how often the job was requeued: each time everything may be tried anew
 * @param progress how the job stands with so many batches under way
 * @param outOfMoney is told when there is no money for a request
 */
public record BatchJob(
        JobRun run,
        Judge judge,
        BatchClient client,
        BatchSettings settings,
        boolean reuse,
        boolean fallback,
        long round,
        IntFunction<Progress> progress,
        OutOfMoney outOfMoney) {
    UUID id() {
        return run.job().id();
    }

    String owner() {
        return run.job().owner();
    }
}
