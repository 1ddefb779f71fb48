package io.opadpo.llava.weights;

import io.opadpo.llava.files.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes one safetensors file, tensor by tensor, so that no more than a piece of one tensor is ever in memory. */
public final class SafetensorsWriter {

    private static final int ALIGNMENT = 8;
    private static final JsonFactory JSON = new JsonFactory();

    private SafetensorsWriter() {}

    /** Where the tensors' bytes come from. */
    @FunctionalInterface
    public interface Source {

        /**
         * Writes exactly {@link TensorInfo#bytes()} contiguous row-major little-endian bytes, in as many pieces as it
         * likes; every buffer is written whole.
         */
        void write(TensorInfo tensor, WritableByteChannel out) throws IOException;
    }

    /**
     * Writes a file, which appears under its name only when complete. Tensors with wider elements come first, so that
     * each is aligned to its element; otherwise the given order stays, and {@code source} is called in the file's order.
     *
     * @throws IllegalArgumentException if two tensors share a name or one is called {@code __metadata__}
     * @throws IllegalStateException if {@code source} writes more or fewer bytes than a tensor has
     * @throws WeightsException if the file cannot be written
     */
    public static void write(Path file, List<TensorInfo> tensors, Source source) {
        checkNames(tensors);
        Comparator<TensorInfo> byWidth =
                Comparator.comparingInt(tensor -> tensor.type().bytes());
        List<TensorInfo> ordered = tensors.stream().sorted(byWidth.reversed()).toList();
        try {
            AtomicFile.write(file, out -> {
                writeFully(out, header(ordered));
                for (TensorInfo tensor : ordered) {
                    writeTensor(out, tensor, source);
                }
            });
        } catch (IOException e) {
            throw new WeightsException(file + ": cannot be written (" + e + ")", e);
        }
    }

    static void checkNames(List<TensorInfo> tensors) {
        Set<String> seen = new HashSet<>(Set.of(SafetensorsHeader.METADATA));
        for (TensorInfo tensor : tensors) {
            if (!seen.add(tensor.name())) {
                throw new IllegalArgumentException("tensor name is reserved or given twice: " + tensor.name());
            }
        }
    }

    private static ByteBuffer header(List<TensorInfo> tensors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeObjectPropertyStart(SafetensorsHeader.METADATA);
            json.writeStringProperty("format", "pt");
            json.writeEndObject();
            long begin = 0;
            for (TensorInfo tensor : tensors) {
                writeEntry(json, tensor, begin);
                begin += tensor.bytes();
            }
            json.writeEndObject();
        }
        int padding = Math.floorMod(-bytes.size(), ALIGNMENT);
        bytes.writeBytes(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        return ByteBuffer.allocate(Long.BYTES + bytes.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bytes.size())
                .put(bytes.toByteArray())
                .flip();
    }

    private static void writeEntry(JsonGenerator json, TensorInfo tensor, long begin) {
        json.writeObjectPropertyStart(tensor.name());
        json.writeStringProperty("dtype", tensor.type().name());
        json.writeArrayPropertyStart("shape");
        tensor.shape().forEach(json::writeNumber);
        json.writeEndArray();
        json.writeArrayPropertyStart("data_offsets");
        json.writeNumber(begin);
        json.writeNumber(begin + tensor.bytes());
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeTensor(FileChannel out, TensorInfo tensor, Source source) throws IOException {
        try (TensorChannel channel = new TensorChannel(out, tensor)) {
            source.write(tensor, channel);
            channel.checkComplete();
        }
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** Lets through exactly one tensor's bytes. */
    private static final class TensorChannel implements WritableByteChannel {

        private final FileChannel out;
        private final TensorInfo tensor;
        private long remaining;
        private boolean open = true;

        TensorChannel(FileChannel out, TensorInfo tensor) {
            this.out = out;
            this.tensor = tensor;
            this.remaining = tensor.bytes();
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int length = source.remaining();
            if (!open || length > remaining) {
                throw new IllegalStateException("more than the " + tensor.bytes() + " bytes of " + tensor.name());
            }
            writeFully(out, source);
            remaining -= length;
            return length;
        }

        void checkComplete() {
            if (remaining != 0) {
                throw new IllegalStateException(
                        remaining + " of the " + tensor.bytes() + " bytes of " + tensor.name() + " are missing");
            }
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
