package io.opadpo.trainer.training;

import java.util.UUID;

/** What a training's result is called. */
final class TrainingName {

    private static final int DIGITS = 8;

    private TrainingName() {}

    static String of(TrainingRequest request, UUID job) {
        return request.name() != null
                ? request.name()
                : request.kind() + "-" + job.toString().substring(0, DIGITS);
    }
}
