package io.opadpo.llava.tokenizer;

/**
 * Decodes one sequence id by id. A character made of several byte pieces is given out when its last byte has come, so
 * that every returned string is whole; all of them together equal {@link Tokenizer#decode} of all ids.
 *
 * <p>For one thread at a time.
 */
public final class StreamingDecoder {

    private final Vocabulary vocabulary;
    private final Whitespace whitespace;
    private final Utf8Assembler bytes = new Utf8Assembler();
    private boolean atStart = true;

    StreamingDecoder(Vocabulary vocabulary, Whitespace whitespace) {
        this.vocabulary = vocabulary;
        this.whitespace = whitespace;
    }

    /** Text that is complete once this id is known; often empty. */
    public String push(int id) {
        Piece piece = vocabulary.piece(id);
        if (piece.kind() == PieceKind.BYTE) {
            atStart = false;
            return bytes.push((byte) Piece.byteValue(piece.text()));
        }
        String pending = bytes.finish();
        return piece.kind().isText() ? pending + text(piece) : pending;
    }

    /** The rest, when no id follows. */
    public String finish() {
        return bytes.finish();
    }

    private String text(Piece piece) {
        String text = piece.text();
        if (atStart && stripsStart() && text.charAt(0) == Whitespace.SYMBOL) {
            text = text.substring(1);
            atStart = whitespace.removeExtra();
        }
        if (!text.isEmpty()) {
            atStart = false;
        }
        return text.replace(Whitespace.SYMBOL, ' ');
    }

    private boolean stripsStart() {
        return whitespace.dummyPrefix() || whitespace.removeExtra();
    }
}
