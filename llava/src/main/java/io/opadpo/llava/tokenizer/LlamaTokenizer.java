package io.opadpo.llava.tokenizer;

import java.util.OptionalInt;

/** A LLaMA-style tokenizer: whichever encoder the file asks for, and one decoder over the vocabulary. */
final class LlamaTokenizer implements Tokenizer {

    private static final int REPLACEMENT = 0xFFFD;

    private final TextEncoder encoder;
    private final Vocabulary vocabulary;
    private final Whitespace whitespace;
    private final SpecialIds special;

    LlamaTokenizer(TextEncoder encoder, Vocabulary vocabulary, Whitespace whitespace, SpecialIds special) {
        this.encoder = encoder;
        this.vocabulary = vocabulary;
        this.whitespace = whitespace;
        this.special = special;
    }

    @Override
    public int[] encode(String text) {
        if (text.length() > MAX_TEXT_LENGTH) {
            throw new TokenizerException(
                    "A text of " + text.length() + " characters is longer than the limit of " + MAX_TEXT_LENGTH);
        }
        return encoder.encode(wellFormed(text));
    }

    /** Neither encoder can express an unpaired surrogate in UTF-8. */
    private static String wellFormed(String text) {
        if (text.codePoints().noneMatch(LlamaTokenizer::isSurrogate)) {
            return text;
        }
        return text.codePoints()
                .map(point -> isSurrogate(point) ? REPLACEMENT : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    @Override
    public String decode(int[] ids) {
        StreamingDecoder decoder = streamingDecoder();
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(decoder.push(id));
        }
        return text.append(decoder.finish()).toString();
    }

    @Override
    public StreamingDecoder streamingDecoder() {
        return new PieceStream(vocabulary, whitespace);
    }

    @Override
    public OptionalInt pieceId(String piece) {
        return vocabulary.id(piece);
    }

    @Override
    public int bosId() {
        return special.bos();
    }

    @Override
    public int eosId() {
        return special.eos();
    }

    @Override
    public int padId() {
        return special.pad();
    }

    @Override
    public int vocabSize() {
        return vocabulary.size();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
