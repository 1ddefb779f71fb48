package io.opadpo.llava.train;

import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.Scorer;
import io.opadpo.llava.train.data.EncodedPreference;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.data.PreferenceEncoder;
import io.opadpo.llava.train.data.Preparation;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.data.SampleSource;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.llava.train.loss.PreferenceResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * OPA-DPO, the second stage: preference training that starts from the OPA adapter, with that adapter, frozen, as the
 * reference.
 *
 * <p>The decoder's matrices learn; those of tower and projector stay as OPA left them. The reference's log-probabilities
 * are the policy's before the first step, so they are computed with the same weights, once, and kept in a file. Stopped and
 * started again in the same folder, it goes on where it was.
 */
public final class OpaDpoTraining {

    private static final int SCORING_ROWS = 8192;

    private final TrainingRuntime runtime;
    private final Path start;
    private final OpaDpoOptions loss;
    private final ImageMask mask;
    private final EncodingOptions encoding;
    private final TrainerOptions options;

    /**
     * A training.
     *
     * @param start PEFT folder of the adapter it starts from, and compares with
     * @param mask how images are masked for CoPO
     */
    public OpaDpoTraining(
            TrainingRuntime runtime,
            Path start,
            OpaDpoOptions loss,
            ImageMask mask,
            EncodingOptions encoding,
            TrainerOptions options) {
        this.runtime = runtime;
        this.start = start;
        this.loss = loss;
        this.mask = mask;
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
        Prepared<EncodedPreference> data =
                Preparation.prepare(name, source, new PreferenceEncoder(runtime.tokenizer(), encoding));
        folder.write(data.report());
        ReferenceLogProbs reference = new ReferenceLogProbs();
        try (TrainableLora lora = TrainableLora.from(runtime.model(), start, OpaDpoTraining::isDecoder);
                ReplicaGroup<EncodedPreference> replicas = new ReplicaGroup<>(
                        runtime.replicas(), lora, (model, adapter) -> recipe(model, adapter, reference))) {
            fill(reference, replicas, data.items(), folder.reference());
            return TrainingLoop.run(runtime, lora, replicas, data.items(), options, folder);
        }
    }

    private OpaDpoRecipe recipe(LlavaModel model, LoraAdapter adapter, ReferenceLogProbs reference) {
        return new OpaDpoRecipe(loss, mask, runtime.images(), new Scorer(model, SCORING_ROWS), adapter, reference);
    }

    private static boolean isDecoder(String module) {
        return module.startsWith("language_model.");
    }

    /** Reads what an earlier start has computed; computes the rest, before any step has moved the policy. */
    private void fill(
            ReferenceLogProbs reference,
            ReplicaGroup<EncodedPreference> replicas,
            List<Prepared.Item<EncodedPreference>> items,
            Path file) {
        if (loss.pairLoss().referenceFree()) {
            return;
        }
        if (Files.isRegularFile(file)) {
            reference.addAll(ReferenceLogProbs.read(file));
        }
        boolean complete = items.stream().allMatch(item -> reference.has(item.id()));
        if (!complete) {
            List<Map<PreferenceResponse, float[]>> scores = replicas.deal(
                    items,
                    (replica, item) -> recipe(replica.model(), replica.adapter(), reference)
                            .score(item));
            for (int i = 0; i < scores.size(); i++) {
                reference.put(items.get(i).id(), scores.get(i));
            }
            reference.write(file);
        }
    }
}
