package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtSymbolBlock;

/**
 * The one entry of DJL's JNI layer that its public classes do not offer: run a TorchScript method on {@link IValue}s with
 * autograd switched on. It stands in DJL's package because the native table is package-private there; see ADR 1.
 */
public final class TorchScriptCall {

    private TorchScriptCall() {}

    /**
     * Runs a method.
     *
     * @param module the loaded script
     * @param method name of the method
     * @param autograd {@code true} records operations on tensors that require gradients; {@code false} runs in inference
     *     mode, whose results can never meet autograd
     * @param arguments the method's arguments, not consumed
     * @return the result, to be closed by the caller
     */
    public static IValue run(PtSymbolBlock module, String method, boolean autograd, IValue... arguments) {
        long[] handles = new long[arguments.length];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = arguments[i].getHandle();
        }
        return new IValue(PyTorchLibrary.LIB.moduleRunMethod(module.getHandle(), method, handles, autograd, false));
    }
}
