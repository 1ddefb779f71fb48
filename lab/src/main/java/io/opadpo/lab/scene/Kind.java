package io.opadpo.lab.scene;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is looked for in a picture: a shape of a colour. Hallucination is counted in these. */
public record Kind(Colour colour, Shape shape) {

    /** As it is said, without an article: {@code red circle}. */
    public String text() {
        return (colour + " " + shape).toLowerCase(Locale.ROOT);
    }

    /** All there are, 48. */
    public static List<Kind> all() {
        return Arrays.stream(Colour.values())
                .flatMap(colour -> Arrays.stream(Shape.values()).map(shape -> new Kind(colour, shape)))
                .toList();
    }
}
