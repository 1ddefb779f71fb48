package io.opadpo.llava.train.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads an events file the other way round: any message as its fields, checksums by a bitwise CRC-32C. */
final class EventsFile {

    /** Field numbers and values: Long for varints, Double, Float, or byte[] for the delimited. */
    record Field(int number, Object value) {}

    private EventsFile() {}

    static List<List<Field>> events(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<List<Field>> events = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = bytes(in, 8);
            check(in.getInt(), length);
            byte[] data = bytes(in, (int)
                    ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong());
            check(in.getInt(), data);
            events.add(fields(data));
        }
        return events;
    }

    /** Tags and values of an event, in order. */
    static Map<String, Float> scalars(List<Field> event) {
        Map<String, Float> scalars = new LinkedHashMap<>();
        for (Field value : fields((byte[]) only(event, 5))) {
            List<Field> parts = fields((byte[]) value.value());
            scalars.put(new String((byte[]) only(parts, 1), StandardCharsets.UTF_8), (Float) only(parts, 2));
        }
        return scalars;
    }

    static Object only(List<Field> fields, int number) {
        List<Object> found = fields.stream()
                .filter(field -> field.number() == number)
                .map(Field::value)
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " fields " + number);
        }
        return found.get(0);
    }

    static List<Field> fields(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        List<Field> fields = new ArrayList<>();
        while (in.hasRemaining()) {
            long key = varint(in);
            Object value = switch ((int) (key & 7)) {
                case 0 -> varint(in);
                case 1 -> in.getDouble();
                case 2 -> bytes(in, (int) varint(in));
                case 5 -> in.getFloat();
                default -> throw new AssertionError("Wire type of key " + key);
            };
            fields.add(new Field((int) (key >> 3), value));
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static byte[] bytes(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    private static void check(int masked, byte[] data) {
        int crc = Integer.rotateLeft(masked - 0xA282EAD8, 15);
        int expected = ~0;
        for (byte each : data) {
            expected ^= each & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                expected = (expected >>> 1) ^ (0x82F63B78 & -(expected & 1));
            }
        }
        if (crc != ~expected) {
            throw new AssertionError("Checksum does not match");
        }
    }
}
