package io.opadpo.lab.text;

import io.opadpo.lab.scene.Kind;
import io.opadpo.lab.scene.Place;
import io.opadpo.lab.scene.Thing;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The words for things. */
final class Wording {

    private Wording() {}

    /** In lower case, words apart: {@code top left}. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** {@code a red circle}. */
    static String withArticle(Kind kind) {
        return article(kind.text()) + " " + kind.text();
    }

    /** {@code a small red circle}. */
    static String withArticle(Thing thing) {
        return "a " + word(thing.size()) + " " + thing.kind().text();
    }

    static String at(Place place) {
        return "at the " + word(place);
    }

    /** {@code a red circle, a blue star and a white cross}. */
    static String list(List<Kind> kinds) {
        int last = kinds.size() - 1;
        if (last == 0) {
            return withArticle(kinds.get(0));
        }
        return kinds.subList(0, last).stream().map(Wording::withArticle).collect(Collectors.joining(", "))
                + " and "
                + withArticle(kinds.get(last));
    }

    private static String article(String next) {
        return next.startsWith("o") ? "an" : "a";
    }
}
