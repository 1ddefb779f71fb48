package io.opadpo.llava.torch;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.llava.weights.TensorInfo;
import io.opadpo.llava.weights.TensorStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Moves tensors between files and the device, a piece at a time, so that the host never holds a whole model. */
public final class Tensors {

    /** Bytes moved at once; a multiple of every element size. */
    private static final int PIECE = 64 << 20;

    private Tensors() {}

    /**
     * Reads a stored tensor onto the device.
     *
     * @param precision what it becomes there
     * @return the tensor, to be closed by the caller
     */
    public static IValue read(Torch torch, TensorStore store, String name, Precision precision) {
        TensorInfo info = store.info(name);
        IValue target = torch.record("empty", torch.like(), shape(info), precision.torchCode());
        boolean complete = false;
        try {
            for (long offset = 0; offset < info.bytes(); offset += PIECE) {
                fill(torch, target, store, info, offset);
            }
            complete = true;
            return target;
        } finally {
            if (!complete) {
                target.close();
            }
        }
    }

    private static void fill(Torch torch, IValue target, TensorStore store, TensorInfo info, long offset) {
        int length = (int) Math.min(PIECE, info.bytes() - offset);
        ByteBuffer piece = store.map(info.name(), offset, length);
        try (Scope scope = torch.scope()) {
            IValue raw = scope.own(wrap(scope.manager(), piece));
            scope.record("fill", target, offset / info.type().bytes(), raw, code(info.type()));
        }
    }

    /**
     * Writes a tensor's contiguous row-major elements.
     *
     * @param type the type they are written in, a floating one
     */
    public static void write(Torch torch, IValue tensor, StoredType type, WritableByteChannel out) throws IOException {
        try (Scope scope = torch.scope()) {
            IValue raw = scope.record("raw", tensor, code(type));
            long bytes = scope.shape(raw)[0];
            for (long offset = 0; offset < bytes; offset += PIECE) {
                long length = Math.min(PIECE, bytes - offset);
                try (PtNDArray piece =
                        scope.record("piece", raw, offset, length).toTensor(scope.manager())) {
                    out.write(ByteBuffer.wrap(piece.toByteArray()));
                }
            }
        }
    }

    /**
     * A tensor from its bytes, row-major in the given precision.
     *
     * @param bytes a direct buffer
     * @return the tensor on the device, to be closed by the caller
     */
    public static IValue fromBytes(Torch torch, ByteBuffer bytes, int[] shape, Precision precision) {
        IValue target = torch.record("empty", torch.like(), shape, precision.torchCode());
        try (Scope scope = torch.scope()) {
            IValue raw = scope.own(wrap(scope.manager(), bytes));
            scope.record("fill", target, 0, raw, precision.torchCode());
        }
        return target;
    }

    /** The bytes of a tensor, row-major in the given precision; waits for the device. */
    public static byte[] toBytes(Torch torch, IValue tensor, Precision precision) {
        try (Scope scope = torch.scope();
                PtNDArray raw =
                        scope.record("raw", tensor, precision.torchCode()).toTensor(scope.manager())) {
            return raw.toByteArray();
        }
    }

    /** Shape as the script takes it. */
    private static int[] shape(TensorInfo info) {
        return info.shape().stream().mapToInt(Math::toIntExact).toArray();
    }

    /** Bytes on the host, without a copy; valid while the buffer is. */
    private static IValue wrap(PtNDManager manager, ByteBuffer bytes) {
        PtNDArray array = JniUtils.createNdFromByteBuffer(
                manager, bytes, new Shape(bytes.remaining()), DataType.UINT8, SparseFormat.DENSE, Device.cpu());
        return IValue.from(array);
    }

    /** libtorch's number for a stored type. */
    private static int code(StoredType type) {
        return switch (type) {
            case F64 -> 7;
            case F32 -> 6;
            case F16 -> 5;
            case BF16 -> 15;
            default -> throw new IllegalArgumentException(type + " is not a floating type");
        };
    }
}
