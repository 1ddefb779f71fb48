package io.opadpo.llava.train;

import io.opadpo.llava.lora.LoraConfig;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.data.Preparation;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.data.SampleSource;
import io.opadpo.llava.train.data.SftEncoder;
import io.opadpo.llava.train.data.SftSequence;
import java.io.IOException;
import java.util.List;

/**
 * OPA, the first stage: aligns the model with corrected answers of its own by supervised LoRA training.
 *
 * <p>Stopped and started again in the same folder, it goes on where it was.
 */
public final class OpaTraining {

    private final TrainingRuntime runtime;
    private final LoraConfig adapter;
    private final EncodingOptions encoding;
    private final TrainerOptions options;

    /**
     * A training.
     *
     * @param adapter shape of the adapter to train, and the modules it covers
     */
    public OpaTraining(TrainingRuntime runtime, LoraConfig adapter, EncodingOptions encoding, TrainerOptions options) {
        this.runtime = runtime;
        this.adapter = adapter;
        this.encoding = encoding;
        this.options = options;
    }

    /**
     * Trains, or goes on training.
     *
     * @param name name of the data, for errors
     * @return whether it came to its end, with the adapter in the folder, rather than being stopped
     * @throws io.opadpo.llava.train.data.NothingLeftException if no sample is usable
     * @throws TrainingException if loss or gradient stop being finite
     */
    public boolean run(String name, SampleSource source, TrainingFolder folder) throws IOException {
        folder.create();
        Prepared<List<SftSequence>> data =
                Preparation.prepare(name, source, new SftEncoder(runtime.tokenizer(), encoding));
        folder.write(data.report());
        try (TrainableLora lora = TrainableLora.fresh(runtime.model(), adapter, options.seed());
                ReplicaGroup<List<SftSequence>> replicas = new ReplicaGroup<>(
                        runtime.replicas(), lora, (model, copy) -> new SftRecipe(runtime.images()))) {
            return TrainingLoop.run(runtime, lora, replicas, data.items(), options, folder);
        }
    }
}
