package io.opadpo.llava.train;

import io.opadpo.llava.lora.LoraConfig;
import io.opadpo.llava.lora.ModelPart;
import io.opadpo.llava.model.LlavaModel;
import java.nio.file.Path;
import java.util.Set;

/** The adapter that a training starts from. */
public sealed interface AdapterStart {

    /**
     * A new one, which leaves the model as it is at first.
     *
     * @param config its shape and the modules it covers, all of which train
     */
    record Fresh(LoraConfig config) implements AdapterStart {

        @Override
        public TrainableLora open(LlavaModel model, long seed) {
            return TrainableLora.fresh(model, config, seed);
        }
    }

    /**
     * One that was trained before.
     *
     * @param folder its PEFT folder
     * @param trains parts of the model whose matrices go on training; the others stay in the adapter as they are
     */
    record Folder(Path folder, Set<ModelPart> trains) implements AdapterStart {

        public Folder {
            trains = Set.copyOf(trains);
        }

        @Override
        public TrainableLora open(LlavaModel model, long seed) {
            TrainableLora lora =
                    TrainableLora.from(model, folder, module -> trains.stream().anyMatch(part -> part.holds(module)));
            if (lora.trainables().parameters().isEmpty()) {
                lora.close();
                throw new TrainingException(folder + ": the adapter has no matrices of " + trains + " to train");
            }
            return lora;
        }
    }

    /** The decoder's matrices of an adapter go on training, as in the reference. */
    static AdapterStart decoderOf(Path folder) {
        return new Folder(folder, Set.of(ModelPart.DECODER));
    }

    /**
     * Puts it on the device.
     *
     * @param seed of a new one's values
     * @throws io.opadpo.llava.lora.AdapterException if it does not fit the model
     * @throws TrainingException if nothing of it is to train
     */
    TrainableLora open(LlavaModel model, long seed);
}
