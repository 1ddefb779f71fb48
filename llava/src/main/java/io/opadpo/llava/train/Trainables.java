package io.opadpo.llava.train;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Tensors;
import io.opadpo.llava.torch.Torch;
import io.opadpo.llava.weights.SafetensorsFile;
import io.opadpo.llava.weights.SafetensorsWriter;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.llava.weights.TensorInfo;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private final IValue flatMaster;
    private final IValue flatSum;
    private final IValue mean;
    private final IValue square;
    private final IValue steps;
    private final List<IValue> masterWindows;
    private final List<IValue> sumWindows;

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
        long total =
                parameters.stream().mapToLong(p -> p.copy.getShape().size()).sum();
        this.flatMaster = flat(total);
        this.flatSum = flat(total);
        this.mean = flat(total);
        this.square = flat(total);
        this.steps = flat(1);
        this.masterWindows = windows(flatMaster);
        this.masters = scope.list(masterWindows);
        this.sumWindows = windows(flatSum);
        List<IValue> values = new ArrayList<>();
        for (Parameter parameter : this.parameters) {
            JniUtils.attachGradient(parameter.copy, true);
            values.add(scope.own(IValue.from(parameter.copy)));
        }
        this.copies = scope.list(values);
        torch.infer("adopt", masters, copies, factors).close();
    }

    private IValue flat(long size) {
        return scope.record("zeros_fp32", torch.like(), new long[] {size});
    }

    private List<IValue> windows(IValue flat) {
        List<IValue> windows = new ArrayList<>();
        long offset = 0;
        for (Parameter parameter : parameters) {
            windows.add(scope.record(
                    "window", flat, offset, parameter.copy.getShape().getShape()));
            offset += parameter.copy.getShape().size();
        }
        return windows;
    }

    /** Number of trainable values. */
    public long size() {
        return parameters.stream().mapToLong(p -> p.copy.getShape().size()).sum();
    }

    /** Moves what backward passes left in the copies' gradients into the fp32 sums. */
    public void accumulate() {
        try (Scope step = torch.scope()) {
            List<IValue> gradients = new ArrayList<>();
            List<IValue> reached = new ArrayList<>();
            List<Double> scales = new ArrayList<>();
            for (int i = 0; i < parameters.size(); i++) {
                PtNDArray gradient = JniUtils.getGradient(parameters.get(i).copy);
                if (gradient != null) {
                    gradients.add(step.own(IValue.from(gradient)));
                    gradient.close();
                    reached.add(sumWindows.get(i));
                    scales.add(factors[i]);
                }
            }
            double[] chosen = scales.stream().mapToDouble(Double::doubleValue).toArray();
            step.infer("accumulate", step.list(reached), step.list(gradients), chosen);
        }
    }

    /** Norm of the gradient sums, over all parameters. Waits for the device. */
    public double gradientNorm() {
        try (Scope step = torch.scope()) {
            return step.toFloats(step.infer("norm_of", flatSum))[0];
        }
    }

    /** Multiplies the gradient sums. */
    public void scaleGradients(double factor) {
        torch.infer("multiply", flatSum, factor).close();
    }

    /** Makes the gradient sums zero, whatever they are now. */
    void clearGradients() {
        try (Scope step = torch.scope()) {
            // Not by multiplying: NaN times zero is NaN.
            step.infer("set", flatSum, step.record("zeros_fp32", torch.like(), new long[] {1}));
        }
    }

    /** One AdamW step from the gradient sums, which are then zero; the copies follow. */
    public void step(AdamW adamW, double learningRate) {
        try (Scope step = torch.scope()) {
            step.infer(
                    "adamw",
                    step.list(List.of(flatMaster)),
                    step.list(List.of(flatSum)),
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
        return masterWindows.get(i);
    }

    /** The gradient sum of parameter {@code i}; owned by this. */
    public IValue gradientSum(int i) {
        return sumWindows.get(i);
    }

    /** Sets a master, in fp32; the copies follow with {@link #refresh}. */
    public void setMaster(int i, IValue values) {
        torch.infer("set", masterWindows.get(i), values).close();
    }

    /** Makes the copies hold what the masters hold. */
    public void refresh() {
        torch.infer("refresh", copies, masters, factors).close();
    }

    private Map<String, IValue> state() {
        return Map.of("master", flatMaster, "mean", mean, "square", square, "steps", steps);
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
        scope.close();
    }
}
