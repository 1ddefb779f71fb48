package io.opadpo.llava.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Assembles a TorchScript archive around readable source: a zip of stored entries that holds the source, an empty
 * constant table and a pickled module without attributes.
 */
final class ScriptArchive {

    private static final String ROOT = "llava/";
    private static final String FORMAT_VERSION = "10\n";

    private ScriptArchive() {}

    /** The archive of a class of the given name whose source is a resource beside this class. */
    static byte[] assemble(String className, String resource) {
        byte[] source = read(resource);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "data.pkl", pickledModule(className));
            store(zip, "code/__torch__.py", source);
            store(zip, "constants.pkl", latin1("\u0080\u0002)."));
            store(zip, "version", latin1(FORMAT_VERSION));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** PROTO 2, GLOBAL, EMPTY_TUPLE, NEWOBJ, EMPTY_DICT, BUILD, STOP. */
    private static byte[] pickledModule(String className) {
        return latin1("\u0080\u0002c__torch__\n" + className + "\n)\u0081}b.");
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] read(String resource) {
        try (InputStream in = ScriptArchive.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing from the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** libtorch reads records in place, so entries are stored, and their size must precede them. */
    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(ROOT + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
