package io.opadpo.llava.tokenizer;

/** Streams the text of SentencePiece pieces. */
final class PieceStream implements StreamingDecoder {

    private final Vocabulary vocabulary;
    private final Whitespace whitespace;
    private final Utf8Assembler bytes = new Utf8Assembler();
    private boolean atStart = true;

    PieceStream(Vocabulary vocabulary, Whitespace whitespace) {
        this.vocabulary = vocabulary;
        this.whitespace = whitespace;
    }

    @Override
    public String push(int id) {
        Piece piece = vocabulary.piece(id);
        if (piece.kind() == PieceKind.BYTE) {
            atStart = false;
            return bytes.push((byte) Piece.byteValue(piece.text()));
        }
        String pending = bytes.finish();
        return piece.kind().isText() ? pending + text(piece) : pending;
    }

    @Override
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
