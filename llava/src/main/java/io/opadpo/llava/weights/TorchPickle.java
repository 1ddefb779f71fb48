package io.opadpo.llava.weights;

import io.opadpo.llava.weights.PickleReader.Dict;
import io.opadpo.llava.weights.PickleReader.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the names in a state dict's pickle stand for. No other name is known, so no other can do anything. */
final class TorchPickle {

    /** A run of elements in the archive's entry {@code data/key}. */
    record Storage(StoredType type, String key, long elements) {}

    /**
     * A tensor over a storage.
     *
     * @param offset its first element in the storage
     * @param strides elements between neighbours along each dimension
     */
    record Tensor(Storage storage, long offset, List<Long> shape, List<Long> strides) {

        /** Whether its elements lie in row-major order without gaps. */
        boolean isContiguous() {
            long expected = 1;
            for (int d = shape.size() - 1; d >= 0; d--) {
                // The stride of a dimension of one element says nothing.
                if (shape.get(d) != 1 && strides.get(d) != expected) {
                    return shape.contains(0L);
                }
                expected *= Math.max(shape.get(d), 1);
            }
            return true;
        }
    }

    private enum Function {
        ORDERED_DICT,
        REBUILD_TENSOR,
        REBUILD_PARAMETER
    }

    private static final Map<String, Object> GLOBALS = Map.ofEntries(
            Map.entry("collections.OrderedDict", Function.ORDERED_DICT),
            Map.entry("torch._utils._rebuild_tensor_v2", Function.REBUILD_TENSOR),
            Map.entry("torch._utils._rebuild_parameter", Function.REBUILD_PARAMETER),
            Map.entry("torch.DoubleStorage", StoredType.F64),
            Map.entry("torch.FloatStorage", StoredType.F32),
            Map.entry("torch.HalfStorage", StoredType.F16),
            Map.entry("torch.BFloat16Storage", StoredType.BF16),
            Map.entry("torch.LongStorage", StoredType.I64),
            Map.entry("torch.IntStorage", StoredType.I32),
            Map.entry("torch.ShortStorage", StoredType.I16),
            Map.entry("torch.CharStorage", StoredType.I8),
            Map.entry("torch.ByteStorage", StoredType.U8),
            Map.entry("torch.BoolStorage", StoredType.BOOL));

    private TorchPickle() {}

    static Object global(String module, String name) {
        Object known = GLOBALS.get(module + "." + name);
        if (known == null) {
            throw new WeightsException("pickle refers to " + Keys.quote(module + "." + name)
                    + ", which is not allowed: only plain tensors are read");
        }
        return known;
    }

    static Object call(Object function, List<Object> arguments) {
        if (function == Function.ORDERED_DICT && arguments.isEmpty()) {
            return new Dict();
        }
        if (function == Function.REBUILD_TENSOR && arguments.size() >= 4) {
            return tensor(arguments);
        }
        if (function == Function.REBUILD_PARAMETER
                && !arguments.isEmpty()
                && arguments.get(0) instanceof Tensor tensor) {
            return tensor;
        }
        throw new WeightsException("pickle makes a call that no state dict needs");
    }

    /** Attributes of a state dict ({@code _metadata}: module versions) are of no use here. */
    static void build(Object state, Object target) {
        if (!(target instanceof Dict) || !(state instanceof Dict)) {
            throw new WeightsException("pickle sets the state of something that is not a state dict");
        }
    }

    static Storage storage(Object id) {
        if (id instanceof Tuple tuple
                && tuple.items().size() == 5
                && "storage".equals(tuple.items().get(0))
                && tuple.items().get(1) instanceof StoredType type
                && tuple.items().get(2) instanceof String key
                && tuple.items().get(4) instanceof Long elements
                && elements >= 0) {
            return new Storage(type, key, elements);
        }
        throw new WeightsException("pickle has a persistent id that is not a storage");
    }

    private static Tensor tensor(List<Object> arguments) {
        if (arguments.get(0) instanceof Storage storage
                && arguments.get(1) instanceof Long offset
                && arguments.get(2) instanceof Tuple shape
                && arguments.get(3) instanceof Tuple strides
                && shape.items().size() == strides.items().size()) {
            return new Tensor(storage, offset, longs(shape), longs(strides));
        }
        throw new WeightsException("pickle describes a tensor wrongly");
    }

    private static List<Long> longs(Tuple tuple) {
        List<Long> values = new ArrayList<>();
        for (Object item : tuple.items()) {
            if (!(item instanceof Long value)) {
                throw new WeightsException("pickle describes a tensor by something that is not an integer");
            }
            values.add(value);
        }
        return List.copyOf(values);
    }
}
