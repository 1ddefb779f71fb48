package io.opadpo.llava.model;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Torch;
import java.util.ArrayList;
import java.util.List;

/**
 * A forward pass that kept nothing but each layer's input. Backward runs the layers again one by one, last to first, each
 * with a graph of its own that is gone before the next is made (Chen et al., arXiv 1604.06174).
 */
final class RecomputedPass {

    private final Torch torch;
    private final Scope scope;
    private final PackedPass pass;
    private final IValue embedded;
    private final List<IValue> inputs = new ArrayList<>();
    private final IValue hidden;
    private final IValue noCache;

    private RecomputedPass(Torch torch, Scope scope, PackedPass pass, int layers, IValue embedded) {
        this.torch = torch;
        this.scope = scope;
        this.pass = pass;
        this.embedded = embedded;
        this.noCache = scope.list(List.of());
        IValue x = scope.record("detached", embedded);
        for (int i = 0; i < layers; i++) {
            inputs.add(x);
            Object[] arguments = pass.arguments(i, x, noCache, new int[0]);
            x = scope.own(Torch.withoutGradients(() -> torch.record("layer_packed", arguments)));
        }
        this.hidden = x;
        scope.requireGradient(hidden);
    }

    static RecomputedPass run(Torch torch, Scope scope, PackedPass pass, int layers, IValue embedded) {
        return new RecomputedPass(torch, scope, pass, layers, embedded);
    }

    /** Last hidden states {@code [N, E]}; autograd leaves their gradient in them. */
    IValue hidden() {
        return hidden;
    }

    /** Carries the gradient of {@link #hidden} on to the layers' adapters, and to the image rows where they learn. */
    void backward() {
        IValue gradient = scope.gradient(hidden);
        for (int i = inputs.size() - 1; i >= 0; i--) {
            try (Scope layer = torch.scope();
                    IValue input = inputs.get(i)) {
                layer.requireGradient(input);
                IValue output = layer.record("layer_packed", pass.arguments(i, input, noCache, new int[0]));
                layer.backward(output, gradient);
                gradient.close();
                gradient = scope.gradient(input);
            }
        }
        try (IValue recorded = torch.record("is_recorded", embedded)) {
            if (recorded.toBoolean()) {
                scope.backward(embedded, gradient);
            }
        }
    }
}
