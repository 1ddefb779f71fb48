package io.opadpo.trainer.training;

import io.opadpo.trainer.artifact.WorkFolders;
import io.opadpo.trainer.data.Datasets;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** What trainings of all kinds need. */
@Component
record TrainingParts(
        TrainingInputs inputs,
        Datasets datasets,
        TrainingDevices devices,
        TrainingResults results,
        WorkFolders work,
        Clock clock,
        TrainingMetrics metrics) {}
