package io.opadpo.llava.tokenizer;

import java.util.OptionalInt;

/**
 * Plain text to token ids and back. Safe for use by many threads, as long as none uses it after {@link #close()}.
 *
 * <p>Special tokens are ids, never text: whoever writes {@code </s>} or {@code <image>} into a question gets the
 * pieces of those characters. Only code can place a special token, by its id.
 */
public interface Tokenizer extends AutoCloseable {

    /** Longest text that {@link #encode} takes, in UTF-16 units; far beyond any model's context. */
    int MAX_TEXT_LENGTH = 1 << 20;

    /**
     * Ids of a text, without bos and eos. Unpaired surrogates count as U+FFFD.
     *
     * @throws TokenizerException when the text is longer than {@link #MAX_TEXT_LENGTH}
     */
    int[] encode(String text);

    /**
     * Text of the ids. Special tokens, the unknown token and ids that the vocabulary does not know have no text. Bytes
     * that are not UTF-8 become U+FFFD, one for each byte, as in SentencePiece.
     */
    String decode(int[] ids);

    /** A decoder for one answer that arrives id by id. */
    StreamingDecoder streamingDecoder();

    /** Id of a piece as the vocabulary spells it (a space is {@code ▁}), special tokens included. */
    OptionalInt pieceId(String piece);

    int bosId();

    int eosId();

    /** Padding id; the unknown token's where the vocabulary has no padding token, as in LLaMA's. */
    int padId();

    /** Number of ids, special tokens included. An embedding may have more rows than this. */
    int vocabSize();

    @Override
    void close();
}
