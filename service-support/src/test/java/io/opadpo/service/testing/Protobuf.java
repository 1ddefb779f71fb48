package io.opadpo.service.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of a protobuf message, by number. */
final class Protobuf {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final Map<Integer, List<byte[]>> bytes = new HashMap<>();
    private final Map<Integer, Long> numbers = new HashMap<>();
    private final byte[] message;
    private int at;

    Protobuf(byte[] message) {
        this.message = message;
        while (at < message.length) {
            long tag = varint();
            int field = (int) (tag >>> 3);
            switch ((int) (tag & 7)) {
                case VARINT -> numbers.put(field, varint());
                case FIXED64 -> at += 8;
                case FIXED32 -> at += 4;
                case BYTES -> {
                    int length = (int) varint();
                    bytes.computeIfAbsent(field, any -> new ArrayList<>())
                            .add(Arrays.copyOfRange(message, at, at + length));
                    at += length;
                }
                default -> throw new IllegalArgumentException("Not a protobuf message");
            }
        }
    }

    List<Protobuf> messages(int field) {
        return bytes.getOrDefault(field, List.of()).stream().map(Protobuf::new).toList();
    }

    Protobuf message(int field) {
        return new Protobuf(bytes(field));
    }

    byte[] bytes(int field) {
        List<byte[]> all = bytes.getOrDefault(field, List.of());
        return all.isEmpty() ? new byte[0] : all.get(all.size() - 1);
    }

    String text(int field) {
        return new String(bytes(field), StandardCharsets.UTF_8);
    }

    long number(int field) {
        return numbers.getOrDefault(field, 0L);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = message[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
