package io.opadpo.llava.train;

import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.torch.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A copy of what is in training, for another device: what a replica of the model computes with, and sums of its gradients.
 * Masters and optimiser state stay with the original.
 */
final class WeightsCopy implements AutoCloseable {

    private final LlavaModel model;
    private final @Nullable LoraAdapter adapter;
    private final List<Trainables.Parameter> parameters;
    private final GradientSums sums;
    private final Scope scope;
    private final IValue copies;
    private final IValue originals;

    /**
     * Copies the weights as they are now.
     *
     * @param model the replica they are for, on a device of its own
     */
    WeightsCopy(LlavaModel model, TrainedWeights original) {
        this.model = model;
        LoraAdapter trained = original.adapter();
        this.adapter = trained == null ? null : trained.copyTo(model.torch());
        List<Trainables.Parameter> parameters = original.parameters(model, adapter);
        this.sums = new GradientSums(model.torch(), parameters);
        this.scope = model.torch().scope();
        this.copies = tensors(parameters);
        this.originals = tensors(original.trainables().parameters());
        this.parameters = parameters;
        refresh();
    }

    private IValue tensors(List<Trainables.Parameter> parameters) {
        return scope.list(parameters.stream()
                .map(parameter -> scope.own(IValue.from(parameter.copy())))
                .toList());
    }

    @Nullable
    LoraAdapter adapter() {
        return adapter;
    }

    GradientSums sums() {
        return sums;
    }

    /** Takes over what the original computes with, to the bit. */
    void refresh() {
        model.torch().infer("set_all", copies, originals).close();
    }

    @Override
    public void close() {
        parameters.forEach(parameter -> JniUtils.attachGradient(parameter.copy(), false));
        sums.close();
        scope.close();
        if (adapter != null) {
            model.release(adapter);
            adapter.close();
        }
    }
}
