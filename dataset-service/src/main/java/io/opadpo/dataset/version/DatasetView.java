package io.opadpo.dataset.version;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A data set in a list. */
record DatasetView(
        UUID id,
        String name,
        int version,
        UUID job,
        @Nullable UUID feedbackJob,
        long samples,
        long dropped,
        Instant created) {

    static DatasetView of(Dataset dataset) {
        return new DatasetView(
                dataset.id(),
                dataset.name(),
                dataset.version(),
                dataset.job(),
                dataset.origin().feedbackJob(),
                dataset.samples(),
                dataset.dropped(),
                dataset.created());
    }
}
