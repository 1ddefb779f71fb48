package io.opadpo.llava.weights;

import io.opadpo.llava.weights.PickleReader.Dict;
import io.opadpo.llava.weights.ZipDirectory.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A state dict as {@code torch.save} writes it since PyTorch 1.6: a zip of a pickle and one stored entry per storage.
 *
 * <p>Tensors are mapped straight from their entries; tied ones may share a storage. Only flat dicts of contiguous,
 * little-endian tensors are read. Source: PyTorch's serialization notes.
 */
public final class TorchCheckpoint extends TensorFile {

    private static final String PICKLE = "/data.pkl";
    private static final int MAX_PICKLE_BYTES = 16 << 20;
    private static final int MAX_BYTE_ORDER_BYTES = 16;
    private static final int PICKLE_PROTO = 0x80;

    private TorchCheckpoint(Path file, FileChannel channel, Map<String, Placed> tensors) {
        super(file, channel, tensors);
    }

    /**
     * Opens a file and interprets its pickle.
     *
     * @throws WeightsException if the file cannot be read, is damaged, is of the format before PyTorch 1.6, or holds
     *     anything but a flat dict of contiguous tensors
     */
    public static TorchCheckpoint open(Path file) {
        return TensorFile.open(file, channel -> new TorchCheckpoint(file, channel, read(channel)));
    }

    private static Map<String, Placed> read(FileChannel channel) throws IOException {
        refuseOldFormat(channel);
        ZipDirectory zip = ZipDirectory.read(channel);
        String root = root(zip);
        checkByteOrder(channel, zip.find(root + "/byteorder"));
        ByteBuffer pickle = bytes(channel, zip.find(root + PICKLE), MAX_PICKLE_BYTES, root + PICKLE);
        if (!(PickleReader.read(pickle) instanceof Dict dict)) {
            throw new WeightsException("the pickle is not a dict of tensors");
        }
        if (dict.entries.size() > MAX_TENSORS) {
            throw new WeightsException("the pickle has over " + MAX_TENSORS + " tensors");
        }
        Map<String, Placed> tensors = new LinkedHashMap<>();
        for (Map.Entry<Object, Object> entry : dict.entries.entrySet()) {
            if (!(entry.getKey() instanceof String name && entry.getValue() instanceof TorchPickle.Tensor tensor)) {
                throw new WeightsException("the value of " + Keys.quote(String.valueOf(entry.getKey()))
                        + " is not a tensor; only flat state dicts are read");
            }
            tensors.put(name, place(zip, root, name, tensor));
        }
        return tensors;
    }

    private static void refuseOldFormat(FileChannel channel) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(1);
        if (channel.read(first, 0) == 1 && Byte.toUnsignedInt(first.get(0)) == PICKLE_PROTO) {
            throw new WeightsException("is in the format torch.save wrote before PyTorch 1.6, which is not read;"
                    + " save it again with a newer PyTorch or as safetensors");
        }
    }

    private static String root(ZipDirectory zip) {
        List<String> pickles =
                zip.names().stream().filter(name -> name.endsWith(PICKLE)).toList();
        if (pickles.size() != 1) {
            throw new WeightsException(
                    "zip archive has " + pickles.size() + " entries data.pkl: not written by torch.save");
        }
        String pickle = pickles.get(0);
        return pickle.substring(0, pickle.length() - PICKLE.length());
    }

    private static void checkByteOrder(FileChannel channel, @Nullable Range range) throws IOException {
        if (range == null) {
            return; // older than PyTorch 2.1, which wrote on little-endian machines in practice
        }
        ByteBuffer order = bytes(channel, range, MAX_BYTE_ORDER_BYTES, "byteorder");
        String text = StandardCharsets.US_ASCII.decode(order).toString();
        if (!text.equals("little")) {
            throw new WeightsException("byte order is " + Keys.quote(text) + ", only little is read");
        }
    }

    private static ByteBuffer bytes(FileChannel channel, @Nullable Range range, int limit, String name)
            throws IOException {
        if (range == null || range.size() > limit) {
            throw new WeightsException("zip entry " + Keys.quote(name) + " is missing or over " + limit + " bytes");
        }
        return TensorFile.read(channel, range.start(), (int) range.size());
    }

    private static Placed place(ZipDirectory zip, String root, String name, TorchPickle.Tensor tensor)
            throws IOException {
        TensorInfo info = new TensorInfo(name, tensor.storage().type(), tensor.shape());
        if (!tensor.isContiguous()) {
            throw new WeightsException(
                    Keys.quote(name) + " is not contiguous: shape " + tensor.shape() + ", strides " + tensor.strides());
        }
        long elements = tensor.storage().elements();
        long offset = tensor.offset();
        if (offset < 0 || offset > elements || info.elements() > elements - offset) {
            throw new WeightsException(Keys.quote(name) + " needs " + info.elements() + " elements from " + offset
                    + " of a storage of " + elements);
        }
        Range range = zip.find(root + "/data/" + tensor.storage().key());
        if (range == null) {
            throw new WeightsException(Keys.quote(name) + " lies in zip entry "
                    + Keys.quote("data/" + tensor.storage().key()) + ", which is missing");
        }
        int width = info.type().bytes();
        // Divided, because the claimed number of elements times the width may overflow.
        if (range.size() % width != 0 || range.size() / width != elements) {
            throw new WeightsException(Keys.quote(name) + " lies in a storage of " + elements + " elements of " + width
                    + " bytes, but its zip entry holds " + range.size() + " bytes");
        }
        return new Placed(info, range.start() + offset * width);
    }
}
