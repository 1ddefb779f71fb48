package io.opadpo.llava.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One file of tensors, once its format has told where each of them starts. */
abstract sealed class TensorFile implements TensorStore permits SafetensorsFile, TorchCheckpoint {

    /** More tensors in one file are refused: a thousandth of this is usual, and every one of them costs memory. */
    static final int MAX_TENSORS = 100_000;

    /**
     * A tensor and its place.
     *
     * @param start where its bytes begin, from the start of the file
     */
    record Placed(TensorInfo info, long start) {}

    private final Path file;
    private final FileChannel channel;
    private final Map<String, Placed> tensors;

    TensorFile(Path file, FileChannel channel, Map<String, Placed> tensors) {
        this.file = file;
        this.channel = channel;
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /** Makes sense of an open file. */
    @FunctionalInterface
    interface Format<T> {
        T read(FileChannel channel) throws IOException;
    }

    /** Opens a file and hands it to its format; what goes wrong names the file and leaves nothing open. */
    static <T extends TensorFile> T open(Path file, Format<T> format) {
        FileChannel channel = null;
        try {
            if (Files.isDirectory(file)) {
                throw new WeightsException("is a folder, not a file");
            }
            channel = FileChannel.open(file, StandardOpenOption.READ);
            T opened = format.read(channel);
            channel = null;
            return opened;
        } catch (IOException | WeightsException e) {
            throw WeightsException.in(file, e);
        } finally {
            if (channel != null) {
                close(channel);
            }
        }
    }

    /** A small piece of a file, little-endian. */
    static ByteBuffer read(FileChannel channel, long start, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, start + bytes.position()) < 0) {
                throw new WeightsException("truncated: ends before byte " + (start + length));
            }
        }
        return bytes.flip();
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public TensorInfo info(String name) {
        return placed(name).info();
    }

    @Override
    public ByteBuffer map(String name, long byteOffset, int length) {
        Placed tensor = placed(name);
        Objects.checkFromIndexSize(byteOffset, length, tensor.info().bytes());
        try {
            return channel.map(MapMode.READ_ONLY, tensor.start() + byteOffset, length)
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (ClosedChannelException e) {
            throw new IllegalStateException(file + " is closed", e);
        } catch (IOException e) {
            throw WeightsException.in(file, e);
        }
    }

    @Override
    public Path fileOf(String name) {
        placed(name);
        return file;
    }

    @Override
    public void close() {
        close(channel);
    }

    private Placed placed(String name) {
        Placed tensor = tensors.get(name);
        if (tensor == null) {
            throw new WeightsException(file + ": " + Keys.missing(name, names()));
        }
        return tensor;
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
