package io.opadpo.lab.text;

import io.opadpo.lab.scene.Background;
import io.opadpo.lab.scene.Colour;
import io.opadpo.lab.scene.Kind;
import io.opadpo.lab.scene.Place;
import io.opadpo.lab.scene.Shape;
import io.opadpo.lab.scene.Size;
import io.opadpo.lab.scene.Thing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the sentences that {@link Question}s are answered with. */
public final class SentenceReader {

    private static final String KIND = group("colour", Colour.values()) + " " + group("shape", Shape.values());
    private static final Pattern PRESENCE = Pattern.compile("There is an? "
            + group("size", Size.values())
            + " "
            + KIND
            + " at the "
            + group("place", Place.values())
            + "\\.");
    private static final Pattern GROUND =
            Pattern.compile("The background is " + group("ground", Background.values()) + "\\.");
    private static final Pattern EXISTS = Pattern.compile("Is there an? " + KIND + " in the image\\?");
    private static final Pattern LISTED = Pattern.compile("The image shows (?<list>.+)\\.");
    private static final Pattern LIST_ITEM = Pattern.compile("an? " + KIND);

    private SentenceReader() {}

    /** What the sentence says; {@link Statement.Unreadable} if it is none of ours. */
    public static Statement read(String sentence) {
        if (sentence.equals(Question.Exists.YES) || sentence.equals(Question.Exists.NO)) {
            return new Statement.Verdict(sentence.equals(Question.Exists.YES));
        }
        Matcher presence = PRESENCE.matcher(sentence);
        if (presence.matches()) {
            Size size = value(Size.class, presence.group("size"));
            Place place = value(Place.class, presence.group("place"));
            Kind kind = kind(presence);
            return new Statement.Presence(new Thing(size, kind.colour(), kind.shape(), place));
        }
        Matcher ground = GROUND.matcher(sentence);
        if (ground.matches()) {
            return new Statement.Ground(value(Background.class, ground.group("ground")));
        }
        Matcher listed = LISTED.matcher(sentence);
        return listed.matches() ? list(listed.group("list")) : new Statement.Unreadable();
    }

    /** Which kind of thing a question for yes or no is about; empty for other questions. */
    public static Optional<Question.Exists> question(String text) {
        Matcher exists = EXISTS.matcher(text);
        return exists.matches() ? Optional.of(new Question.Exists(kind(exists))) : Optional.empty();
    }

    private static Statement list(String items) {
        List<Kind> kinds = new ArrayList<>();
        for (String item : items.split(", | and ")) {
            Matcher matcher = LIST_ITEM.matcher(item);
            if (!matcher.matches()) {
                return new Statement.Unreadable();
            }
            kinds.add(kind(matcher));
        }
        return new Statement.Listed(List.copyOf(kinds));
    }

    private static Kind kind(Matcher matcher) {
        return new Kind(value(Colour.class, matcher.group("colour")), value(Shape.class, matcher.group("shape")));
    }

    private static <E extends Enum<E>> E value(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }

    private static String group(String name, Enum<?>[] values) {
        return Arrays.stream(values).map(Wording::word).collect(Collectors.joining("|", "(?<" + name + ">", ")"));
    }
}
