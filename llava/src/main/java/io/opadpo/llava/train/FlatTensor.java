package io.opadpo.llava.train;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Torch;
import java.util.ArrayList;
import java.util.List;

/**
 * An fp32 value for each trainable value: one flat tensor, and a window of it in each parameter's shape.
 *
 * @param flat all values
 * @param windows the same memory, by parameter
 */
record FlatTensor(IValue flat, List<IValue> windows) {

    /** Zeros, owned by a scope. */
    static FlatTensor zeros(Torch torch, Scope scope, List<Trainables.Parameter> parameters) {
        long total = parameters.stream()
                .mapToLong(parameter -> parameter.copy().getShape().size())
                .sum();
        IValue flat = scope.record("zeros_fp32", torch.like(), new long[] {total});
        List<IValue> windows = new ArrayList<>();
        long offset = 0;
        for (Trainables.Parameter parameter : parameters) {
            windows.add(scope.record(
                    "window", flat, offset, parameter.copy().getShape().getShape()));
            offset += parameter.copy().getShape().size();
        }
        return new FlatTensor(flat, List.copyOf(windows));
    }
}
