package io.opadpo.llava.train;

import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.lora.ModelPart;
import io.opadpo.llava.model.LlavaModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a training changes: an adapter beside the model, or weights of the model itself. */
public interface TrainedWeights extends AutoCloseable {

    /** The adapter to run the model with, whose weights change with every step; null where the model's own do. */
    @Nullable
    LoraAdapter adapter();

    /** Masters and optimiser state. */
    Trainables trainables();

    /**
     * What computes on another device.
     *
     * @param model the replica there
     * @param adapter the copy of the adapter there, if there is one
     * @return the trainables' parameters there, in their order
     */
    List<Trainables.Parameter> parameters(LlavaModel model, @Nullable LoraAdapter adapter);

    /** Whether the vision tower learns, so that images are to be seen anew with every step. */
    default boolean trainsTower() {
        return trainables().parameters().stream().anyMatch(parameter -> ModelPart.TOWER.holds(parameter.name()));
    }

    /** What is written, in a word: the name of its folder. */
    String kind();

    /** Writes it, from the fp32 masters, so that others can use it. */
    void save(Path folder) throws IOException;

    @Override
    void close();
}
