package io.opadpo.llava.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the wire format of protocol buffers, as far as SentencePiece uses it. No length is trusted before it was held
 * against the bytes that are there.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol buffers, encoding</a>
 */
final class ProtobufReader {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;
    private static final int MAX_VARINT_BITS = 64;

    private final ByteBuffer buffer;
    private final String source;
    private int wireType;

    ProtobufReader(byte[] bytes, String source) {
        this(ByteBuffer.wrap(bytes), source);
    }

    private ProtobufReader(ByteBuffer buffer, String source) {
        this.buffer = buffer.order(ByteOrder.LITTLE_ENDIAN);
        this.source = source;
    }

    /** Number of the next field, 0 at the end of the message. The field has to be read or skipped then. */
    int nextField() {
        if (!buffer.hasRemaining()) {
            return 0;
        }
        long tag = varint();
        wireType = (int) (tag & 7);
        long field = tag >>> 3;
        if (field == 0 || field > Integer.MAX_VALUE) {
            throw malformed("field number " + field);
        }
        return (int) field;
    }

    long readVarint() {
        require(VARINT);
        return varint();
    }

    boolean readBoolean() {
        return readVarint() != 0;
    }

    float readFloat() {
        require(FIXED32);
        return take(Float.BYTES).getFloat();
    }

    ProtobufReader readMessage() {
        return new ProtobufReader(readBytes(), source);
    }

    String readString() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(readBytes()).toString();
        } catch (CharacterCodingException e) {
            throw new TokenizerException(source + ": a string is not UTF-8", e);
        }
    }

    ByteBuffer readBytes() {
        require(LENGTH_DELIMITED);
        return take(varint());
    }

    void skip() {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> take(Long.BYTES);
            case LENGTH_DELIMITED -> take(varint());
            case FIXED32 -> take(Integer.BYTES);
            default -> throw malformed("wire type " + wireType);
        }
    }

    private void require(int expected) {
        if (wireType != expected) {
            throw malformed("wire type " + wireType + " where " + expected + " belongs");
        }
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
            byte next = take(1).get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number of more than ten bytes");
    }

    private ByteBuffer take(long length) {
        if (length < 0 || length > buffer.remaining()) {
            throw malformed("a field of " + length + " bytes where " + buffer.remaining() + " are left");
        }
        ByteBuffer taken = buffer.slice(buffer.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.position(buffer.position() + (int) length);
        return taken;
    }

    private TokenizerException malformed(String what) {
        return new TokenizerException(source + ": not a SentencePiece model (" + what + ")");
    }
}
