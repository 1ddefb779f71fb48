package io.opadpo.llava.train;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Tensors;
import io.opadpo.llava.torch.Torch;
import io.opadpo.llava.weights.SafetensorsFile;
import io.opadpo.llava.weights.SafetensorsWriter;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.llava.weights.TensorInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Parameters in training. The model computes with copies in its own precision; here are their fp32 masters, gradient sums
 * and AdamW moments, each one flat tensor with a window per parameter, so that an optimiser step is one kernel.
 */
public final class Trainables implements AutoCloseable {

    /** File of masters and optimiser state in a checkpoint. */
    static final String FILE = "optimizer.safetensors";

    private final Torch torch;
    private final Scope scope;
    private final List<Parameter> parameters;
    private final double[] factors;
    private final IValue copies;
    private final IValue masters;
    private final FlatTensor master;
    private final GradientSums sums;
    private final IValue mean;
    private final IValue square;
    private final IValue steps;

    /**
     * A parameter.
     *
     * @param name its name in checkpoints
     * @param copy what the model computes with; must allow gradients
     * @param factor the copy holds the master times this (a LoRA adapter's scale, for its B)
     */
    public record Parameter(String name, PtNDArray copy, double factor) {}

    /** Allocates masters and optimiser state; masters start from the copies. */
    public Trainables(Torch torch, List<Parameter> parameters) {
        this.torch = torch;
        this.parameters = List.copyOf(parameters);
        this.scope = torch.scope();
        this.factors = parameters.stream().mapToDouble(Parameter::factor).toArray();
        this.sums = new GradientSums(torch, this.parameters);
        this.master = FlatTensor.zeros(torch, scope, this.parameters);
        this.masters = scope.list(master.windows());
        this.mean = zeros(size());
        this.square = zeros(size());
        this.steps = zeros(1);
        this.copies = scope.list(this.parameters.stream()
                .map(parameter -> scope.own(IValue.from(parameter.copy)))
                .toList());
        torch.infer("adopt", masters, copies, factors).close();
    }

    private IValue zeros(long size) {
        return scope.record("zeros_fp32", torch.like(), new long[] {size});
    }

    /** Number of trainable values. */
    public long size() {
        return parameters.stream().mapToLong(p -> p.copy.getShape().size()).sum();
    }

    /** Moves what backward passes left in the copies' gradients into the fp32 sums. */
    public void accumulate() {
        sums.accumulate();
    }

    /** Norm of the gradient sums, over all parameters. Waits for the device. */
    public double gradientNorm() {
        try (Scope step = torch.scope()) {
            return step.toFloats(step.infer("norm_of", sums.flat()))[0];
        }
    }

    /** Multiplies the gradient sums. */
    public void scaleGradients(double factor) {
        torch.infer("multiply", sums.flat(), factor).close();
    }

    /** The sums that the next step takes. */
    GradientSums sums() {
        return sums;
    }

    /** Makes the gradient sums zero, whatever they are now. */
    void clearGradients() {
        try (Scope step = torch.scope()) {
            // Not by multiplying: NaN times zero is NaN.
            step.infer("set", sums.flat(), step.record("zeros_fp32", torch.like(), new long[] {1}));
        }
    }

    /** One AdamW step from the gradient sums, which are then zero; the copies follow. */
    public void step(AdamW adamW, double learningRate) {
        try (Scope step = torch.scope()) {
            step.infer(
                    "adamw",
                    step.list(List.of(master.flat())),
                    step.list(List.of(sums.flat())),
                    step.list(List.of(mean)),
                    step.list(List.of(square)),
                    step.list(List.of(steps)),
                    learningRate,
                    adamW.beta1(),
                    adamW.beta2(),
                    adamW.weightDecay(),
                    adamW.epsilon());
        }
        refresh();
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    /** The fp32 master of parameter {@code i}; owned by this. */
    public IValue master(int i) {
        return master.windows().get(i);
    }

    /** The gradient sum of parameter {@code i}; owned by this. */
    public IValue gradientSum(int i) {
        return sums.window(i);
    }

    /** Sets a master, in fp32; the copies follow with {@link #refresh}. */
    public void setMaster(int i, IValue values) {
        torch.infer("set", master.windows().get(i), values).close();
    }

    /** Makes the copies hold what the masters hold. */
    public void refresh() {
        torch.infer("refresh", copies, masters, factors).close();
    }

    private Map<String, IValue> state() {
        return Map.of("master", master.flat(), "mean", mean, "square", square, "steps", steps);
    }

    /** Writes masters, moments and step count in fp32: all that the next step depends on. */
    void save(Path file) {
        Map<String, IValue> state = new TreeMap<>(state());
        List<TensorInfo> tensors = state.keySet().stream()
                .map(name -> new TensorInfo(name, StoredType.F32, List.of(name.equals("steps") ? 1 : size())))
                .toList();
        SafetensorsWriter.write(
                file,
                tensors,
                (tensor, out) ->
                        Tensors.write(torch, Objects.requireNonNull(state.get(tensor.name())), StoredType.F32, out));
    }

    /**
     * Goes on from what {@link #save} wrote; gradient sums become zero.
     *
     * @throws TrainingException if it was written for other parameters
     */
    void load(Path file) {
        try (SafetensorsFile store = SafetensorsFile.open(file)) {
            for (Map.Entry<String, IValue> entry : state().entrySet()) {
                long expected = entry.getKey().equals("steps") ? 1 : size();
                if (store.info(entry.getKey()).elements() != expected) {
                    throw new TrainingException(file + ": " + entry.getKey() + " has "
                            + store.info(entry.getKey()).elements() + " values, not " + expected);
                }
                try (IValue stored = Tensors.read(torch, store, entry.getKey(), Precision.FP32)) {
                    torch.infer("set", entry.getValue(), stored).close();
                }
            }
        }
        clearGradients();
        refresh();
    }

    @Override
    public void close() {
        sums.close();
        scope.close();
    }
}
