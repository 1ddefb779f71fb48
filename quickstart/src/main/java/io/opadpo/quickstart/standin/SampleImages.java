package io.opadpo.quickstart.standin;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The pictures that come along: shapes on a grainy gradient, made by a program. */
public final class SampleImages {

    private static final String QUESTION = "What shapes are there?";

    /** All of them, each with a question and the answer held for right. */
    public static final List<Sample> ALL = List.of(
            new Sample("gray.png", QUESTION, "A light square at the upper right. A dark disc at the lower left."),
            new Sample("landscape.png", QUESTION, "A violet square near the top. A blue disc at the lower edge."),
            new Sample(
                    "palette.png",
                    QUESTION,
                    "An orange square covers a part of a green disc. A small pink square is at the right."),
            new Sample(
                    "photo.jpg",
                    QUESTION,
                    "A white square at the top and a black disc at the left. A green and a teal box at the bottom."),
            new Sample("portrait.png", QUESTION, "A teal square at the left. A larger blue disc is below it."),
            new Sample(
                    "rgba.png",
                    QUESTION,
                    "A big blue disc with a small red one at its edge. Two discs in green tones are below."),
            new Sample(
                    "square.png",
                    QUESTION,
                    "A pale square on an orange one at the right. A large green disc at the lower edge."),
            new Sample("tiny.png", "Which colours are there?", "Blue, green, violet and pink blocks."),
            new Sample(
                    "wide.png",
                    "Is there a disc in the strip?",
                    "Yes, a brown disc in the middle. An orange square is at the right end."));

    private SampleImages() {}

    /**
     * A picture.
     *
     * @param file its name
     * @param standard the answer held for right
     */
    public record Sample(String file, String question, String standard) {

        public byte[] bytes() throws IOException {
            try (InputStream in = StandInModel.open("images/" + file)) {
                return in.readAllBytes();
            }
        }
    }
}
