package io.opadpo.llava.tokenizer;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Pieces that are cut out of the text before anything is merged; the longest one wins. */
final class UserDefinedPieces {

    private final TreeSet<String> pieces = new TreeSet<>();
    private int longest;

    UserDefinedPieces(Vocabulary vocabulary) {
        for (Piece piece : vocabulary.pieces()) {
            if (piece.kind() == PieceKind.USER_DEFINED) {
                pieces.add(piece.text());
                longest = Math.max(longest, piece.text().length());
            }
        }
    }

    /** Length of the longest piece that starts here, 0 when none does. */
    int lengthAt(String text, int position) {
        if (pieces.isEmpty()) {
            return 0;
        }
        String rest = text.substring(position, Math.min(text.length(), position + longest));
        String candidate = pieces.floor(rest);
        // In sorted order a prefix of the rest is not above it, and lies below what both have in common.
        while (candidate != null && !rest.startsWith(candidate)) {
            candidate = pieces.floor(rest.substring(0, common(rest, candidate)));
        }
        return length(candidate);
    }

    private static int length(@Nullable String candidate) {
        return candidate == null ? 0 : candidate.length();
    }

    private static int common(String a, String b) {
        int length = Math.min(a.length(), b.length());
        int i = 0;
        while (i < length && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i;
    }
}
