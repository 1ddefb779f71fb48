package io.opadpo.llava.weights;

import java.util.List;

/**
 * What is known of a stored tensor before its bytes are read.
 *
 * @param name its key
 * @param type type of its elements
 * @param shape its dimensions, outermost first; empty for a scalar
 */
public record TensorInfo(String name, StoredType type, List<Long> shape) {

    /** PyTorch's own limit on the number of dimensions. */
    static final int MAX_RANK = 64;

    /** @throws WeightsException if a dimension is negative, there are too many, or the size in bytes exceeds a long */
    public TensorInfo {
        shape = List.copyOf(shape);
        if (shape.size() > MAX_RANK) {
            throw new WeightsException(Keys.quote(name) + " has " + shape.size() + " dimensions, over " + MAX_RANK);
        }
        try {
            long bytes = type.bytes();
            for (long dimension : shape) {
                if (dimension < 0) {
                    throw new WeightsException(Keys.quote(name) + " has a negative dimension: " + shape);
                }
                bytes = Math.multiplyExact(bytes, dimension);
            }
        } catch (ArithmeticException e) {
            throw new WeightsException(Keys.quote(name) + ": size of shape " + shape + " overflows", e);
        }
    }

    /** Number of elements; 1 for a scalar. */
    public long elements() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    /** Bytes of the tensor in contiguous row-major order. */
    public long bytes() {
        return elements() * type.bytes();
    }

    /** The same tensor under another name. */
    public TensorInfo named(String other) {
        return new TensorInfo(other, type, shape);
    }
}
