package io.opadpo.llava.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes SentencePiece models for tests, well-formed and not. */
final class ModelProto {

    static final int NORMAL = 1;
    static final int UNKNOWN = 2;
    static final int CONTROL = 3;
    static final int USER_DEFINED = 4;
    static final int BYTE = 6;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Unknown, bos and eos, as every model has them. */
    static ModelProto withSpecialPieces() {
        return new ModelProto()
                .piece("<unk>", 0, UNKNOWN)
                .piece("<s>", 0, CONTROL)
                .piece("</s>", 0, CONTROL);
    }

    ModelProto piece(String text, float score, int type) {
        return message(
                1,
                new ModelProto()
                        .bytes(1, text.getBytes(StandardCharsets.UTF_8))
                        .fixed32(2, score)
                        .number(3, type));
    }

    /** BPE without byte fallback. */
    ModelProto bpe() {
        return message(2, new ModelProto().number(3, 2));
    }

    ModelProto normalizer(boolean dummyPrefix, boolean removeExtra) {
        return message(3, new ModelProto().number(3, dummyPrefix ? 1 : 0).number(4, removeExtra ? 1 : 0));
    }

    ModelProto message(int field, ModelProto inner) {
        return bytes(field, inner.bytes());
    }

    ModelProto bytes(int field, byte[] value) {
        varint(field << 3 | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    ModelProto number(int field, long value) {
        varint(field << 3);
        varint(value);
        return this;
    }

    private ModelProto fixed32(int field, float value) {
        varint(field << 3 | 5);
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array());
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    Tokenizer load() {
        return SentencePieceReader.parse(bytes(), "test.model");
    }
}
