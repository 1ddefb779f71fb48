package io.opadpo.llava.train;

import io.opadpo.llava.export.ModelExport;
import io.opadpo.llava.files.Sha256;
import io.opadpo.llava.lora.LoraConfig;
import io.opadpo.llava.lora.ModelPart;
import io.opadpo.llava.model.LlavaModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a training changes, and where it begins. */
public sealed interface TrainingStart {

    /**
     * A new adapter, which leaves the model as it is at first.
     *
     * @param config its shape and the modules it covers, all of which train
     */
    record NewAdapter(LoraConfig config) implements TrainingStart {

        @Override
        public Map<String, Object> identity() {
            return Map.of("new_adapter", config);
        }

        @Override
        public TrainedWeights open(LlavaModel model, long seed) {
            return TrainableLora.fresh(model, config, seed);
        }
    }

    /**
     * An adapter that was trained before.
     *
     * @param folder its PEFT folder
     * @param trains parts of the model whose matrices go on training; the others stay in the adapter as they are
     */
    record Adapter(Path folder, Set<ModelPart> trains) implements TrainingStart {

        public Adapter {
            trains = Set.copyOf(trains);
        }

        @Override
        public Map<String, Object> identity() throws IOException {
            return Map.of(
                    "adapter_sha256",
                    Sha256.of(folder.resolve("adapter_model.safetensors")),
                    "config_sha256",
                    Sha256.of(folder.resolve("adapter_config.json")),
                    "trains",
                    sorted(trains));
        }

        @Override
        public TrainedWeights open(LlavaModel model, long seed) {
            TrainableLora lora =
                    TrainableLora.from(model, folder, module -> trains.stream().anyMatch(part -> part.holds(module)));
            if (lora.trainables().parameters().isEmpty()) {
                lora.close();
                throw new TrainingException(folder + ": the adapter has no matrices of " + trains + " to train");
            }
            return lora;
        }
    }

    /**
     * The model's own weights: a full fine-tune, for small models.
     *
     * @param folder the model's, from which the result takes what does not train
     * @param clip CLIP's folder, for models in the authors' layout
     * @param trains parts of the model that learn
     */
    record FullModel(Path folder, @Nullable Path clip, Set<ModelPart> trains) implements TrainingStart {

        public FullModel {
            trains = Set.copyOf(trains);
            if (trains.isEmpty()) {
                throw new IllegalArgumentException("a full fine-tune needs a part of the model to change");
            }
        }

        @Override
        public Map<String, Object> identity() {
            return Map.of("full_model", sorted(trains));
        }

        @Override
        public TrainedWeights open(LlavaModel model, long seed) {
            return new TrainableModel(model, new ModelExport(folder, clip), trains);
        }
    }

    /** The decoder's matrices of an adapter go on training, as in the reference. */
    static TrainingStart decoderOf(Path adapter) {
        return new Adapter(adapter, Set.of(ModelPart.DECODER));
    }

    private static List<ModelPart> sorted(Set<ModelPart> parts) {
        return parts.stream().sorted().toList();
    }

    /** What tells this start from others, for the record; not where it lies. */
    Map<String, Object> identity() throws IOException;

    /**
     * Puts it on the device.
     *
     * @param model on the first device
     * @param seed of a new adapter's values
     * @throws io.opadpo.llava.lora.AdapterException if an adapter does not fit the model
     * @throws TrainingException if nothing of it is to train
     */
    TrainedWeights open(LlavaModel model, long seed);
}
