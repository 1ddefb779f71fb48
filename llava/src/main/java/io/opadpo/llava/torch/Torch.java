package io.opadpo.llava.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.TorchScriptCall;
import io.opadpo.llava.DjlTelemetry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * libtorch on one device in one precision, driven through the script {@code llava.torchscript}.
 *
 * <p>Tensors are {@link IValue} handles that Java passes along without looking inside, because DJL's JNI does not know
 * bfloat16. Whoever receives one closes it; a {@link Scope} does so for a block of code. Calls may come from any thread;
 * libtorch's kernels themselves are run one call at a time per device stream.
 */
public final class Torch implements AutoCloseable {

    /**
     * Set once a thread is prepared; the switches are libtorch's, one of each per thread. A profiling executor would
     * specialise for shapes that change with every step. Gradients are recorded wherever a tensor asks for them.
     */
    private static final ThreadLocal<Boolean> PREPARED = ThreadLocal.withInitial(() -> {
        JniUtils.setGraphExecutorOptimize(false);
        JniUtils.setGradMode(true);
        return true;
    });

    private static volatile boolean threadsChosen;

    private final Device device;
    private final Precision precision;
    private final PtNDManager manager;
    private final PtSymbolBlock script;
    private final IValue like;

    private Torch(Device device, Precision precision) {
        this.device = device;
        this.precision = precision;
        this.manager = (PtNDManager) engine().newBaseManager(device);
        this.script = load(manager);
        try (PtNDArray zero = (PtNDArray) manager.create(new float[] {0});
                IValue value = IValue.from(zero)) {
            this.like = call(true, "cast", value, precision.torchCode());
        }
    }

    /**
     * Opens a device.
     *
     * @param device {@link Device#cpu()} or {@link Device#gpu(int)}
     */
    public static Torch open(Device device, Precision precision) {
        return new Torch(device, precision);
    }

    /** Whether this libtorch can run on CUDA devices at all. */
    public static boolean supportsCuda() {
        return engine().hasCapability(StandardCapabilities.CUDA);
    }

    /** CUDA devices in sight; 0 where libtorch or the driver is missing. */
    public static int gpuCount() {
        return engine().getGpuCount();
    }

    /** Sets how many threads one kernel uses on the CPU, in this whole process. */
    public static void setThreads(int threads) {
        engine();
        threadsChosen = true;
        JniUtils.setNumThreads(threads);
    }

    /**
     * Has the calling thread compute on the CPU without helpers, unless {@link #setThreads} has said otherwise.
     *
     * <p>OpenMP keeps helpers for every thread that has computed. Once they outnumber the cores they sleep between kernels
     * instead of spinning, and waking them takes longer than the kernels of a small model.
     */
    public static void computeAlone() {
        engine();
        if (!threadsChosen) {
            JniUtils.setNumThreads(1);
        }
    }

    private static Engine engine() {
        DjlTelemetry.optOut();
        return Engine.getEngine("PyTorch");
    }

    private static PtSymbolBlock load(PtNDManager manager) {
        byte[] archive = ScriptArchive.assemble("Llava", "llava.torchscript");
        try {
            return JniUtils.loadModule(manager, new ByteArrayInputStream(archive), true, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Device device() {
        return device;
    }

    public Precision precision() {
        return precision;
    }

    /** Whether kernels run on a CUDA device in bf16, where the fused attention kernels exist. */
    public boolean fusedAttention() {
        return device.isGpu() && precision == Precision.BF16;
    }

    /** A one-element tensor whose dtype and device are this engine's, for script methods that allocate. */
    public IValue like() {
        return like;
    }

    /** Keeps a tensor for as long as this engine or until closed, and closes the value it came in. */
    public PtNDArray retain(IValue tensor) {
        try (tensor) {
            return tensor.toTensor(manager);
        }
    }

    PtNDManager manager() {
        return manager;
    }

    /** A block of code whose tensors are released at its end. */
    public Scope scope() {
        return new Scope(this, (PtNDManager) manager.newSubManager());
    }

    /**
     * Runs a script method without recording gradients. Results are inference tensors: never feed them to a call that
     * records.
     *
     * @param arguments tensors and containers as {@link IValue}; {@code Integer}, {@code Long}, {@code Double},
     *     {@code Boolean}, {@code String}, {@code int[]}, {@code long[]}, {@code double[]} as themselves
     * @return the result, to be closed by the caller
     */
    public IValue infer(String method, Object... arguments) {
        return call(false, method, arguments);
    }

    /** Runs a script method; operations on tensors that require gradients are recorded. Arguments as in {@link #infer}. */
    public IValue record(String method, Object... arguments) {
        return call(true, method, arguments);
    }

    /**
     * Runs code in which this thread records no gradients, so that nothing is kept for a way back. Unlike those of
     * {@link #infer}, results may be fed to calls that record.
     */
    public static <T> T withoutGradients(Supplier<T> code) {
        PREPARED.get();
        boolean recording = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            return code.get();
        } finally {
            JniUtils.setGradMode(recording);
        }
    }

    private IValue call(boolean autograd, String method, Object... arguments) {
        PREPARED.get();
        IValue[] values = new IValue[arguments.length];
        List<IValue> temporary = new ArrayList<>();
        try {
            for (int i = 0; i < values.length; i++) {
                if (arguments[i] instanceof IValue value) {
                    values[i] = value;
                } else {
                    values[i] = constant(arguments[i]);
                    temporary.add(values[i]);
                }
            }
            return TorchScriptCall.run(script, method, autograd, values);
        } finally {
            temporary.forEach(IValue::close);
        }
    }

    private static IValue constant(Object value) {
        if (value instanceof Integer number) {
            return IValue.from(number.longValue());
        } else if (value instanceof Long number) {
            return IValue.from(number);
        } else if (value instanceof Double number) {
            return IValue.from(number);
        } else if (value instanceof Boolean flag) {
            return IValue.from(flag);
        } else if (value instanceof String text) {
            return IValue.from(text);
        } else if (value instanceof long[] numbers) {
            return IValue.listFrom(numbers);
        } else if (value instanceof double[] numbers) {
            return IValue.listFrom(numbers);
        } else if (value instanceof int[] numbers) {
            long[] wide = new long[numbers.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = numbers[i];
            }
            return IValue.listFrom(wide);
        }
        throw new IllegalArgumentException("no TorchScript type for " + value.getClass());
    }

    @Override
    public void close() {
        like.close();
        script.close();
        manager.close();
    }
}
