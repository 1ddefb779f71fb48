package io.opadpo.llava.tokenizer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The checked list of pieces: the id of a piece is its place in the list. */
final class Vocabulary {

    /** More than any published vocabulary; bounds what a damaged file can make us allocate. */
    static final int MAX_SIZE = 1_000_000;

    private static final int BYTES = 256;

    private final List<Piece> pieces;
    private final Map<String, Integer> textIds = new HashMap<>();
    private final Map<String, Integer> reservedIds = new HashMap<>();
    private final int[] byteIds = new int[BYTES];
    private final int unknownId;
    private final boolean byteFallback;

    Vocabulary(List<Piece> pieces, boolean byteFallback, String source) {
        this.pieces = List.copyOf(pieces);
        this.byteFallback = byteFallback;
        int unknown = -1;
        int bytes = 0;
        for (int id = 0; id < pieces.size(); id++) {
            Piece piece = pieces.get(id);
            if (piece.kind() == PieceKind.UNUSED) {
                continue;
            }
            register(piece, id, source);
            if (piece.kind() == PieceKind.UNKNOWN) {
                check(unknown < 0, source, "has more than one unknown piece");
                unknown = id;
            } else if (piece.kind() == PieceKind.BYTE) {
                byteIds[byteOf(piece, id, source)] = id;
                bytes++;
            }
        }
        check(unknown >= 0, source, "has no unknown piece");
        check(!byteFallback || bytes == BYTES, source, "falls back to bytes, but has only " + bytes + " byte pieces");
        this.unknownId = unknown;
    }

    private void register(Piece piece, int id, String source) {
        check(!piece.text().isEmpty(), source, "piece " + id + " is empty");
        check(Float.isFinite(piece.score()), source, "piece " + id + " has no finite score");
        Map<String, Integer> ids = piece.kind().isText() ? textIds : reservedIds;
        check(ids.put(piece.text(), id) == null, source, "piece " + id + " occurs twice");
    }

    private static int byteOf(Piece piece, int id, String source) {
        int value = Piece.byteValue(piece.text());
        check(value >= 0, source, "byte piece " + id + " is not of the form <0x00>");
        return value;
    }

    private static void check(boolean holds, String source, String problem) {
        if (!holds) {
            throw new TokenizerException(source + ": " + problem);
        }
    }

    int size() {
        return pieces.size();
    }

    Piece piece(int id) {
        return id >= 0 && id < pieces.size() ? pieces.get(id) : Piece.UNUSED;
    }

    /** Id of a piece that text may become, −1 when there is none. */
    int textId(String text) {
        return textIds.getOrDefault(text, -1);
    }

    OptionalInt id(String piece) {
        Integer id = reservedIds.getOrDefault(piece, textIds.get(piece));
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Id of a special token, empty when the piece is missing or is text. */
    OptionalInt controlId(String piece) {
        Integer id = reservedIds.get(piece);
        return id == null || pieces.get(id).kind() != PieceKind.CONTROL ? OptionalInt.empty() : OptionalInt.of(id);
    }

    int unknownId() {
        return unknownId;
    }

    boolean byteFallback() {
        return byteFallback;
    }

    int byteId(int value) {
        return byteIds[value];
    }

    List<Piece> pieces() {
        return pieces;
    }
}
