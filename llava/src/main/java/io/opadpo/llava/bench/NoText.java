package io.opadpo.llava.bench;

import io.opadpo.llava.tokenizer.StreamingDecoder;
import io.opadpo.llava.tokenizer.Tokenizer;
import java.util.OptionalInt;

/** A tokenizer for models of noise: ids mean nothing. */
final class NoText implements Tokenizer, StreamingDecoder {

    private final int vocabSize;

    NoText(int vocabSize) {
        this.vocabSize = vocabSize;
    }

    @Override
    public int[] encode(String text) {
        return new int[0];
    }

    @Override
    public String decode(int[] ids) {
        return "";
    }

    @Override
    public StreamingDecoder streamingDecoder() {
        return this;
    }

    @Override
    public String push(int id) {
        return "";
    }

    @Override
    public String finish() {
        return "";
    }

    @Override
    public OptionalInt pieceId(String piece) {
        return OptionalInt.empty();
    }

    @Override
    public int bosId() {
        return 1;
    }

    @Override
    public int eosId() {
        return 2;
    }

    @Override
    public int padId() {
        return 0;
    }

    @Override
    public int vocabSize() {
        return vocabSize;
    }

    @Override
    public void close() {}
}
