package io.opadpo.llava.bench;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.torch.Scope;
import java.util.Arrays;
import java.util.function.Supplier;

/** Times device work: warmed up, waited for, the median of several runs. */
final class Stopwatch {

    private static final int WARM_UP = 2;
    private static final int RUNS = 5;

    private Stopwatch() {}

    /** Median seconds of some work whose result lies on the device. */
    static double seconds(Scope scope, Supplier<IValue> work) {
        double[] seconds = new double[RUNS];
        for (int i = -WARM_UP; i < RUNS; i++) {
            long start = System.nanoTime();
            await(scope, work.get());
            if (i >= 0) {
                seconds[i] = (System.nanoTime() - start) / 1e9;
            }
        }
        Arrays.sort(seconds);
        return seconds[RUNS / 2];
    }

    /** Waits until a tensor is computed, by fetching one element. */
    static void await(Scope scope, IValue tensor) {
        scope.toFloats(scope.infer("first", tensor));
    }
}
