package io.opadpo.dataset.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Room for a page outside of the heap. A page may have hundreds of megabytes, as writers count values and not bytes; in
 * a mapped file it costs memory only while there is some to spare.
 */
final class Scratch {

    private static final int SMALLEST = 1 << 20;

    private ByteBuffer room = ByteBuffer.allocate(0);

    /** Room for this many bytes; what the last one held is lost. */
    ByteBuffer of(int bytes) throws IOException {
        if (room.capacity() < bytes) {
            room = map(Math.max(SMALLEST, (int) Math.min(Integer.MAX_VALUE, bytes + bytes / 4L)));
        }
        return room.clear().limit(bytes).slice();
    }

    private static ByteBuffer map(int bytes) throws IOException {
        Path file = Files.createTempFile("page", null);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
        }
    }
}
