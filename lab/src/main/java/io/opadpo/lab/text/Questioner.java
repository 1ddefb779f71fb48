package io.opadpo.lab.text;

import io.opadpo.lab.scene.Colour;
import io.opadpo.lab.scene.Kind;
import io.opadpo.lab.scene.Place;
import io.opadpo.lab.scene.Scene;
import io.opadpo.lab.scene.Shape;
import io.opadpo.lab.scene.Thing;
import java.util.List;
import java.util.Random;

/** Draws questions about scenes. Half of the questions for yes or no have yes as the right answer. */
public final class Questioner {

    private static final List<Kind> ALL = Kind.all();

    private final Random random;

    public Questioner(Random random) {
        this.random = random;
    }

    /** One of the given kinds of question. */
    public Question about(Scene scene, QuestionMix mix) {
        double draw = random.nextDouble() * (mix.describe() + mix.listing() + mix.exists() + mix.what());
        if (draw < mix.describe()) {
            return new Question.Describe();
        }
        if (draw < mix.describe() + mix.listing()) {
            return new Question.Listing();
        }
        if (draw < mix.describe() + mix.listing() + mix.exists()) {
            return exists(scene);
        }
        return new Question.What(Place.values()[random.nextInt(Place.values().length)]);
    }

    /** For yes or no; half of what is not there differs from what is in colour or shape alone. */
    public Question.Exists exists(Scene scene) {
        Thing thing = scene.things().get(random.nextInt(scene.things().size()));
        if (random.nextBoolean()) {
            return new Question.Exists(thing.kind());
        }
        boolean near = random.nextBoolean();
        Kind kind;
        do {
            kind = near ? near(thing.kind()) : ALL.get(random.nextInt(ALL.size()));
        } while (scene.has(kind));
        return new Question.Exists(kind);
    }

    private Kind near(Kind kind) {
        return random.nextBoolean()
                ? new Kind(Colour.values()[random.nextInt(Colour.values().length)], kind.shape())
                : new Kind(kind.colour(), Shape.values()[random.nextInt(Shape.values().length)]);
    }
}
