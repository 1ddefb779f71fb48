package io.opadpo.trainer.benchmark.chair;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** English plurals, as far as names of things need them. */
final class Singular {

    private static final Map<String, String> IRREGULAR = Map.of(
            "people", "person",
            "children", "child",
            "men", "man",
            "women", "woman",
            "mice", "mouse",
            "geese", "goose",
            "feet", "foot",
            "teeth", "tooth");

    private Singular() {}

    /** What a word may be the plural of, the likeliest first; empty if it does not look like one. */
    static List<String> of(String word) {
        String irregular = IRREGULAR.get(word);
        if (irregular != null) {
            return List.of(irregular);
        }
        if (word.endsWith("men")) {
            return List.of(word.substring(0, word.length() - 2) + "an");
        }
        if (!word.endsWith("s") || word.endsWith("ss")) {
            return List.of();
        }
        List<String> singulars = new ArrayList<>(List.of(word.substring(0, word.length() - 1)));
        if (word.endsWith("ies")) {
            singulars.add(word.substring(0, word.length() - 3) + "y");
        } else if (word.endsWith("ves")) {
            singulars.add(word.substring(0, word.length() - 3) + "f");
            singulars.add(word.substring(0, word.length() - 3) + "fe");
        }
        if (word.endsWith("es")) {
            singulars.add(word.substring(0, word.length() - 2));
        }
        return singulars;
    }
}
