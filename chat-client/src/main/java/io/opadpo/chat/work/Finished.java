package io.opadpo.chat.work;

import io.opadpo.chat.CallException;
import io.opadpo.jobs.ItemWrite;
import io.opadpo.jobs.JobError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * How an item ended.
 *
 * @param write what is stored of it
 * @param hopeless whether the others need not be tried
 */
record Finished(ItemWrite write, boolean hopeless) {
    private static final Logger log = LoggerFactory.getLogger(Finished.class);

    static Finished well(String item, JsonNode output) {
        return new Finished(ItemWrite.done(item, output), false);
    }

    static Finished badly(String item, Throwable thrown) {
        if (thrown instanceof ItemFailure failure) {
            return new Finished(failure.write(item), false);
        }
        if (thrown instanceof CallException call) {
            return new Finished(
                    ItemWrite.failed(item, call.about(item)), call.failure().hopeless());
        }
        log.error("Item {} failed unexpectedly", item, thrown);
        // The message of an unknown exception may hold what its owner must not see.
        JobError error = new JobError("INTERNAL", "An unexpected error; the log has the details", true, item);
        return new Finished(ItemWrite.failed(item, error), false);
    }
}
