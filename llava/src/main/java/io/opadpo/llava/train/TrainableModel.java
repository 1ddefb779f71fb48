package io.opadpo.llava.train;

import ai.djl.pytorch.jni.JniUtils;
import io.opadpo.llava.export.ModelExport;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.lora.ModelPart;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.weights.LlavaShapes;
import io.opadpo.llava.weights.StoredType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model whose own weights train: embeddings, norms and output layer as well as linear layers. It takes 18 to
 * 20 bytes per weight beside the model, so it is for small models.
 *
 * <p>While it is open, the model's weights change; closing leaves them as they are.
 */
final class TrainableModel implements TrainedWeights {

    private final LlavaModel model;
    private final ModelExport export;
    private final List<String> names;
    private final Trainables trainables;

    /**
     * Puts a model in training.
     *
     * @param export of the folder that the model was loaded from
     * @param trains the parts that learn
     */
    TrainableModel(LlavaModel model, ModelExport export, Set<ModelPart> trains) {
        this.model = model;
        this.export = export;
        this.names = LlavaShapes.of(model.config()).required().keySet().stream()
                .filter(name -> trains.stream().anyMatch(part -> part.holds(name)))
                .toList();
        this.trainables = new Trainables(model.torch(), parameters(model, null));
    }

    @Override
    public @Nullable LoraAdapter adapter() {
        return null;
    }

    @Override
    public Trainables trainables() {
        return trainables;
    }

    @Override
    public List<Trainables.Parameter> parameters(LlavaModel replica, @Nullable LoraAdapter adapter) {
        return names.stream()
                .map(name -> new Trainables.Parameter(name, replica.weight(name), 1))
                .toList();
    }

    @Override
    public String kind() {
        return "model";
    }

    /** Writes a Hugging Face folder in fp32; what does not train is taken from the folder of the model. */
    @Override
    public void save(Path folder) throws IOException {
        ModelExport.Values values = (stored, name, scope) -> {
            int index = names.indexOf(name);
            return index >= 0 ? trainables.master(index) : ModelExport.stored(model.torch(), stored, name, scope);
        };
        export.write(model.torch(), folder, StoredType.F32, values, name -> {});
    }

    @Override
    public void close() {
        trainables.parameters().forEach(parameter -> JniUtils.attachGradient(parameter.copy(), false));
        trainables.close();
    }
}
