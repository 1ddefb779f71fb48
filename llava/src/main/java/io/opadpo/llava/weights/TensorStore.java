package io.opadpo.llava.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;

/**
 * Named tensors on disk, read by mapping pieces of their files into memory.
 *
 * <p>Safe for use by several threads. Buffers stay valid after {@link #close()}; a file must not be shortened while one
 * of its buffers is in use.
 */
public interface TensorStore extends AutoCloseable {

    /** Keys of all tensors, in the order of the files. */
    Set<String> names();

    /**
     * Type and shape of a tensor.
     *
     * @throws WeightsException if there is none of that name
     */
    TensorInfo info(String name);

    /**
     * A piece of a tensor's contiguous row-major bytes. Tensors may be larger than a buffer can be, so callers take
     * pieces.
     *
     * @param byteOffset where the piece starts, in bytes from the tensor's first
     * @param length bytes in the piece
     * @return a direct, read-only, little-endian buffer of {@code length} bytes at position 0
     * @throws WeightsException if there is no such tensor or its file cannot be mapped
     * @throws IndexOutOfBoundsException if the piece does not lie inside the tensor
     * @throws IllegalStateException if the store is closed
     */
    ByteBuffer map(String name, long byteOffset, int length);

    /**
     * The file a tensor lies in.
     *
     * @throws WeightsException if there is none of that name
     */
    Path fileOf(String name);

    @Override
    void close();
}
