package io.opadpo.llava.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a zip archive and where their stored bytes lie in the file, which {@link java.util.zip} does not tell.
 *
 * <p>Source: PKWARE's APPNOTE.TXT, sections 4.3 and 4.5.3 (zip64).
 */
final class ZipDirectory {

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END64_LOCATOR_SIGNATURE = 0x07064b50;
    private static final int END64_LOCATOR_BYTES = 20;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int CENTRAL_SIGNATURE = 0x02014b50;
    private static final int CENTRAL_BYTES = 46;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int ZIP64_EXTRA = 0x0001;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final long SATURATED = 0xFFFFFFFFL;
    private static final int ENCRYPTED = 1;
    private static final int MAX_DIRECTORY_BYTES = 16 << 20;

    /** Bytes of a stored entry: {@code [start, start + size)} of the file. */
    record Range(long start, long size) {}

    private record Entry(int flags, int method, long compressed, long size, long header) {}

    private record Directory(long start, long size) {}

    private final FileChannel channel;
    private final Directory directory;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private ZipDirectory(FileChannel channel, Directory directory) {
        this.channel = channel;
        this.directory = directory;
    }

    /** @throws WeightsException if the file is no zip archive or its directory is damaged */
    static ZipDirectory read(FileChannel channel) throws IOException {
        ZipDirectory zip = new ZipDirectory(channel, locate(channel));
        ByteBuffer bytes = TensorFile.read(channel, zip.directory.start(), (int) zip.directory.size());
        while (bytes.hasRemaining()) {
            zip.readEntry(bytes);
        }
        return zip;
    }

    Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /**
     * Where an entry's bytes lie; null if there is no such entry.
     *
     * @throws WeightsException if they are compressed, encrypted or out of the file
     */
    @Nullable
    Range find(String name) throws IOException {
        Entry entry = entries.get(name);
        if (entry == null) {
            return null;
        }
        if ((entry.flags() & ENCRYPTED) != 0) {
            throw new WeightsException("zip entry " + Keys.quote(name) + " is encrypted");
        }
        if (entry.method() != 0 || entry.compressed() != entry.size()) {
            throw new WeightsException("zip entry " + Keys.quote(name)
                    + " is compressed; only stored entries, as torch.save writes them, can be mapped");
        }
        return locate(name, entry);
    }

    private Range locate(String name, Entry entry) throws IOException {
        // Entries lie before the directory; the subtractions cannot overflow, additions of 64-bit fields could.
        long end = directory.start();
        if (entry.header() < 0 || entry.header() > end - LOCAL_BYTES) {
            throw new WeightsException("zip entry " + Keys.quote(name) + " lies outside the file");
        }
        ByteBuffer local = TensorFile.read(channel, entry.header(), LOCAL_BYTES);
        if (local.getInt(0) != LOCAL_SIGNATURE) {
            throw new WeightsException("zip entry " + Keys.quote(name) + " has no local header");
        }
        long start = entry.header() + LOCAL_BYTES + u16(local, 26) + u16(local, 28);
        if (entry.size() < 0 || entry.size() > end - start) {
            throw new WeightsException("zip entry " + Keys.quote(name) + " reaches beyond the archive's data");
        }
        return new Range(start, entry.size());
    }

    private static Directory locate(FileChannel channel) throws IOException {
        long fileBytes = channel.size();
        int tailBytes = (int) Math.min(fileBytes, END_BYTES + MAX_COMMENT);
        ByteBuffer tail = TensorFile.read(channel, fileBytes - tailBytes, tailBytes);
        for (int at = tailBytes - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END_SIGNATURE && u16(tail, at + 20) == tailBytes - END_BYTES - at) {
                long endAt = fileBytes - tailBytes + at;
                Directory found = new Directory(u32(tail, at + 16), u32(tail, at + 12));
                return checked(isZip64(tail, at, found) ? zip64(channel, endAt) : found, endAt);
            }
        }
        throw new WeightsException("not a zip archive, or truncated: it has no end record");
    }

    private static boolean isZip64(ByteBuffer tail, int at, Directory found) {
        return u16(tail, at + 10) == 0xFFFF || found.start() == SATURATED || found.size() == SATURATED;
    }

    private static Directory zip64(FileChannel channel, long endAt) throws IOException {
        if (endAt < END64_LOCATOR_BYTES + END64_BYTES) {
            throw new WeightsException("zip64 end record is missing");
        }
        ByteBuffer locator = TensorFile.read(channel, endAt - END64_LOCATOR_BYTES, END64_LOCATOR_BYTES);
        long at = locator.getLong(8);
        if (locator.getInt(0) != END64_LOCATOR_SIGNATURE || at < 0 || at > endAt - END64_BYTES) {
            throw new WeightsException("zip64 end record is missing");
        }
        ByteBuffer end = TensorFile.read(channel, at, END64_BYTES);
        if (end.getInt(0) != END64_SIGNATURE) {
            throw new WeightsException("zip64 end record is missing");
        }
        return new Directory(end.getLong(48), end.getLong(40));
    }

    private static Directory checked(Directory found, long endAt) {
        if (found.size() < 0 || found.size() > MAX_DIRECTORY_BYTES) {
            throw new WeightsException("zip directory of " + found.size() + " bytes is over " + MAX_DIRECTORY_BYTES);
        }
        if (found.start() < 0 || found.start() > endAt - found.size()) {
            throw new WeightsException("zip directory lies outside the file");
        }
        return found;
    }

    private void readEntry(ByteBuffer bytes) {
        if (bytes.remaining() < CENTRAL_BYTES || bytes.getInt(bytes.position()) != CENTRAL_SIGNATURE) {
            throw new WeightsException("zip directory is damaged");
        }
        ByteBuffer fixed = slice(bytes, CENTRAL_BYTES);
        byte[] name = new byte[u16(fixed, 28)];
        slice(bytes, name.length).get(name);
        ByteBuffer extra = slice(bytes, u16(fixed, 30));
        slice(bytes, u16(fixed, 32));

        ByteBuffer wide = zip64Fields(extra);
        long size = widened(u32(fixed, 24), wide);
        long compressed = widened(u32(fixed, 20), wide);
        long header = widened(u32(fixed, 42), wide);
        Entry entry = new Entry(u16(fixed, 8), u16(fixed, 10), compressed, size, header);
        String text = new String(name, StandardCharsets.UTF_8);
        if (entries.put(text, entry) != null) {
            throw new WeightsException("zip directory has two entries " + Keys.quote(text));
        }
    }

    private static ByteBuffer zip64Fields(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = Short.toUnsignedInt(extra.getShort());
            ByteBuffer field = slice(extra, Short.toUnsignedInt(extra.getShort()));
            if (id == ZIP64_EXTRA) {
                return field;
            }
        }
        return ByteBuffer.allocate(0);
    }

    /** A 32-bit field, or the next of the zip64 ones where it is saturated. */
    private static long widened(long value, ByteBuffer wide) {
        return value == SATURATED && wide.remaining() >= Long.BYTES ? wide.getLong() : value;
    }

    private static ByteBuffer slice(ByteBuffer bytes, int length) {
        if (length > bytes.remaining()) {
            throw new WeightsException("zip directory is damaged");
        }
        ByteBuffer slice = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + length);
        return slice;
    }

    private static int u16(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private static long u32(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }
}
