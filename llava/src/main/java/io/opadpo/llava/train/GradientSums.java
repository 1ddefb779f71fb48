package io.opadpo.llava.train;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Torch;
import java.util.ArrayList;
import java.util.List;

/** Sums, in fp32, of the gradients that backward passes on one device leave in its copies of the parameters. */
final class GradientSums implements AutoCloseable {

    private final Torch torch;
    private final Scope scope;
    private final List<Trainables.Parameter> parameters;
    private final FlatTensor sums;

    /** Zero sums; from now on the copies ask for gradients. */
    GradientSums(Torch torch, List<Trainables.Parameter> parameters) {
        this.torch = torch;
        this.parameters = List.copyOf(parameters);
        this.scope = torch.scope();
        this.sums = FlatTensor.zeros(torch, scope, this.parameters);
        this.parameters.forEach(parameter -> JniUtils.attachGradient(parameter.copy(), true));
    }

    /** All sums, one after the other; owned by this. */
    IValue flat() {
        return sums.flat();
    }

    /** The sum of parameter {@code i}; owned by this. */
    IValue window(int i) {
        return sums.windows().get(i);
    }

    /** Moves what backward passes left in the copies' gradients into the sums. */
    void accumulate() {
        try (Scope step = torch.scope()) {
            List<IValue> gradients = new ArrayList<>();
            List<IValue> reached = new ArrayList<>();
            List<Double> scales = new ArrayList<>();
            for (int i = 0; i < parameters.size(); i++) {
                PtNDArray gradient = JniUtils.getGradient(parameters.get(i).copy());
                if (gradient != null) {
                    gradients.add(step.own(IValue.from(gradient)));
                    gradient.close();
                    reached.add(window(i));
                    scales.add(parameters.get(i).factor());
                }
            }
            double[] chosen = scales.stream().mapToDouble(Double::doubleValue).toArray();
            step.infer("accumulate", step.list(reached), step.list(gradients), chosen);
        }
    }

    /** Adds the sums of another device, which are then zero. */
    void absorb(GradientSums other) {
        torch.infer("absorb", flat(), other.flat()).close();
    }

    @Override
    public void close() {
        scope.close();
    }
}
