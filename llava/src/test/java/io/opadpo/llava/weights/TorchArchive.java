package io.opadpo.llava.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Puts together archives that {@code torch.save} would never write. */
final class TorchArchive {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);

    /** An archive whose pickle is {@code {key: tensor of one float}}, with the parts given for the tensor's call. */
    static TorchArchive ofTensor(String storage, String arguments) {
        return new TorchArchive()
                .stored("x/data.pkl", tensorPickle(storage, arguments))
                .stored("x/data/0", new byte[8]);
    }

    static byte[] tensorPickle(String storage, String arguments) {
        return pickle("\u0080\u0002}" + text("key") + "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage")
                + storage + "tQ" + arguments + "tRs.");
    }

    /** A Python string as pickle writes it. */
    static String text(String text) {
        return "X" + (char) text.length() + "\0\0\0" + text;
    }

    /** The bytes of a pickle written as characters up to 255. */
    static byte[] pickle(String opcodes) {
        return opcodes.getBytes(StandardCharsets.ISO_8859_1);
    }

    TorchArchive stored(String name, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(ByteBuffer.wrap(content));
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        return add(entry, content);
    }

    TorchArchive deflated(String name, byte[] content) {
        return add(new ZipEntry(name), content);
    }

    byte[] toBytes() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private TorchArchive add(ZipEntry entry, byte[] content) {
        try {
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }
}
