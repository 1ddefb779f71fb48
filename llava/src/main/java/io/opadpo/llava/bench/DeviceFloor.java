package io.opadpo.llava.bench;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Torch;

/**
 * What the device can do at best, measured: the ceilings that speeds are compared with.
 *
 * @param bytesPerSecond of a large copy within device memory, read and written bytes counted
 * @param flopPerSecond of a large square matrix product in the model's precision
 */
record DeviceFloor(double bytesPerSecond, double flopPerSecond) {

    private static final int TIMES = 10;

    static DeviceFloor measure(Torch torch, boolean large) {
        return new DeviceFloor(copyRate(torch, large ? 1 << 30 : 1 << 24), productRate(torch, large ? 8192 : 1024));
    }

    private static double copyRate(Torch torch, int elements) {
        try (Scope scope = torch.scope()) {
            int[] shape = {elements};
            IValue source = scope.infer("normal", torch.like(), shape, 1.0);
            IValue target = scope.infer("zeros", torch.like(), shape);
            double seconds = Stopwatch.seconds(scope, () -> scope.infer("copy", source, target, TIMES));
            return 2.0 * TIMES * elements * torch.precision().bytes() / seconds;
        }
    }

    private static double productRate(Torch torch, int side) {
        try (Scope scope = torch.scope()) {
            int[] shape = {side, side};
            IValue a = scope.infer("normal", torch.like(), shape, 1.0);
            IValue b = scope.infer("normal", torch.like(), shape, 1.0);
            double seconds = Stopwatch.seconds(scope, () -> scope.infer("product", a, b, TIMES));
            return 2.0 * TIMES * side * side * side / seconds;
        }
    }
}
