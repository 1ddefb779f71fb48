package io.opadpo.llava.train;

import io.opadpo.llava.train.data.SampleSource;
import java.io.IOException;

/** A training, ready to run. */
public interface Training {

    /**
     * Trains, or goes on training where the folder's newest checkpoint stands.
     *
     * @param name name of the data, for errors
     * @throws io.opadpo.llava.train.data.NothingLeftException if no sample is usable
     * @throws io.opadpo.llava.train.loss.NonFiniteLossException if a loss is not finite, naming the samples
     * @throws NonFiniteGradientException if a gradient is not, naming them too
     * @throws TrainingException if samples or checkpoints leave nothing to go on with
     */
    TrainingResult run(String name, SampleSource source, TrainingFolder folder) throws IOException;
}
