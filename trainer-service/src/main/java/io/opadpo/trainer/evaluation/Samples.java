package io.opadpo.trainer.evaluation;

import io.opadpo.llava.train.data.PreferenceFile;
import io.opadpo.llava.train.data.PreferenceSample;
import io.opadpo.llava.train.data.SampleException;
import io.opadpo.llava.train.schedule.HeldOut;
import io.opadpo.trainer.data.DatasetFolder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses a dataset's samples for an evaluation. */
final class Samples {

    private Samples() {}

    /** Those asked for, in the dataset's order; lines that cannot be read are passed over, as trainings drop them. */
    static List<PreferenceSample> of(DatasetFolder dataset, EvaluationRequest request) {
        Double share = request.heldOut();
        HeldOut heldOut = share == null ? null : new HeldOut(share, request.givenSeed());
        List<PreferenceSample> chosen = new ArrayList<>();
        try (PreferenceFile file = PreferenceFile.open(dataset.samples(), dataset.images())) {
            boolean more = true;
            while (more && chosen.size() < request.givenLimit()) {
                try {
                    PreferenceSample sample = file.next();
                    more = sample != null;
                    if (sample != null && isWanted(sample, heldOut)) {
                        chosen.add(sample);
                    }
                } catch (SampleException e) {
                    // The next one can be read.
                }
            }
        }
        return chosen;
    }

    private static boolean isWanted(PreferenceSample sample, @Nullable HeldOut heldOut) {
        return !sample.revisedAnswer().isBlank() && (heldOut == null || heldOut.holds(sample.id()));
    }
}
