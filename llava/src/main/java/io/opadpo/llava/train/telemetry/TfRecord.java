package io.opadpo.llava.train.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;

/**
 * TensorFlow's record framing: length (8 bytes), its checksum, the data, its checksum, all little-endian. The checksum
 * is CRC-32C, rotated and offset so that a record within a record keeps a meaningful one
 * (tensorflow.org/tutorials/load_data/tfrecord).
 */
final class TfRecord {

    private static final int MASK_DELTA = 0xA282EAD8;

    private TfRecord() {}

    static void write(WritableByteChannel out, byte[] data) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + data.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(checksum(record.array(), Long.BYTES));
        record.put(data);
        record.putInt(checksum(data, data.length));
        record.flip();
        while (record.hasRemaining()) {
            out.write(record);
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }
}
