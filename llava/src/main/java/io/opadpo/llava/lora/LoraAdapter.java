package io.opadpo.llava.lora;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Tensors;
import io.opadpo.llava.torch.Torch;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * An adapter on the device, ready to run beside the base model it fits. Many can be loaded at once; each request names
 * its own.
 */
public final class LoraAdapter implements AutoCloseable {

    private final String name;
    private final LoraConfig config;
    private final Map<String, PtNDArray> a;
    private final Map<String, PtNDArray> b;

    /**
     * An adapter over matrices that are on the device already.
     *
     * @param a {@code [rank, in]} by canonical module name; closed with the adapter
     * @param b {@code [out, rank]}, the adapter's scale multiplied in; closed with the adapter
     */
    public LoraAdapter(String name, LoraConfig config, Map<String, PtNDArray> a, Map<String, PtNDArray> b) {
        this.name = name;
        this.config = config;
        this.a = Map.copyOf(a);
        this.b = Map.copyOf(b);
    }

    /**
     * Reads a PEFT folder onto the device.
     *
     * @param name what requests call it
     * @throws AdapterException if it does not fit the model
     */
    public static LoraAdapter load(Torch torch, LlavaConfig model, String name, Path folder) {
        try (LoraFolder source = LoraFolder.open(folder, model)) {
            LinearLayers layers = new LinearLayers(model);
            Map<String, PtNDArray> a = new HashMap<>();
            Map<String, PtNDArray> b = new HashMap<>();
            boolean complete = false;
            try {
                for (String module : source.modules()) {
                    if (layers.runs(module)) {
                        IValue down = Tensors.read(torch, source.store(), source.keyOfA(module), torch.precision());
                        a.put(module, torch.retain(down));
                        b.put(module, torch.retain(scaledB(torch, source, module)));
                    }
                }
                complete = true;
                return new LoraAdapter(name, source.config(), a, b);
            } finally {
                if (!complete) {
                    a.values().forEach(PtNDArray::close);
                    b.values().forEach(PtNDArray::close);
                }
            }
        }
    }

    /** B times the adapter's scale, rounded once. */
    private static IValue scaledB(Torch torch, LoraFolder source, String module) {
        try (Scope scope = torch.scope()) {
            IValue up = scope.own(Tensors.read(torch, source.store(), source.keyOfB(module), Precision.FP32));
            double scale = source.config().scale(module);
            return torch.record("scaled", up, scale, torch.precision().torchCode());
        }
    }

    /**
     * A copy on another device, for a replica of the model it fits.
     *
     * @param torch the device, in the precision of this one's
     */
    public LoraAdapter copyTo(Torch torch) {
        Map<String, PtNDArray> downs = new HashMap<>();
        Map<String, PtNDArray> ups = new HashMap<>();
        boolean complete = false;
        try {
            for (String module : a.keySet()) {
                downs.put(module, copy(torch, down(module)));
                ups.put(module, copy(torch, up(module)));
            }
            complete = true;
            return new LoraAdapter(name, config, downs, ups);
        } finally {
            if (!complete) {
                downs.values().forEach(PtNDArray::close);
                ups.values().forEach(PtNDArray::close);
            }
        }
    }

    private static PtNDArray copy(Torch torch, PtNDArray matrix) {
        try (IValue value = IValue.from(matrix)) {
            return torch.retain(torch.record("to_like", value, torch.like()));
        }
    }

    /**
     * Sets a module's matrices.
     *
     * @param down {@code [rank, in]}
     * @param up {@code [out, rank]}, not scaled
     */
    public void set(Torch torch, String module, IValue down, IValue up) {
        try (Scope scope = torch.scope()) {
            IValue scaled = scope.infer(
                    "scaled", up, config.scale(module), torch.precision().torchCode());
            scope.infer("set", scope.own(IValue.from(down(module))), down);
            scope.infer("set", scope.own(IValue.from(up(module))), scaled);
        }
    }

    /** A module's A, {@code [rank, in]}; the adapter's. */
    public PtNDArray down(String module) {
        return matrix(a, module);
    }

    /** A module's B, {@code [out, rank]}, the scale multiplied in; the adapter's. */
    public PtNDArray up(String module) {
        return matrix(b, module);
    }

    private static PtNDArray matrix(Map<String, PtNDArray> matrices, String module) {
        PtNDArray matrix = matrices.get(module);
        if (matrix == null) {
            throw new IllegalArgumentException("the adapter has no module " + module);
        }
        return matrix;
    }

    public String name() {
        return name;
    }

    public LoraConfig config() {
        return config;
    }

    /**
     * Its matrices as the script looks them up: {@code <module>.lora_<number>.A} and {@code .B}, the latter with the scale
     * multiplied in.
     */
    public Map<String, PtNDArray> tensors(int number) {
        Map<String, PtNDArray> tensors = new HashMap<>();
        a.forEach((module, tensor) -> tensors.put(module + ".lora_" + number + ".A", tensor));
        b.forEach((module, tensor) -> tensors.put(module + ".lora_" + number + ".B", tensor));
        return tensors;
    }

    @Override
    public void close() {
        a.values().forEach(PtNDArray::close);
        b.values().forEach(PtNDArray::close);
    }
}
