package io.opadpo.lab.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Draws scenes: one to four things of different kinds, everything else independent and equally likely. */
public final class SceneGenerator {

    private final Random random;

    /** The same seed gives the same scenes. */
    public SceneGenerator(Random random) {
        this.random = random;
    }

    /** The next scene. */
    public Scene next() {
        List<Place> places = new ArrayList<>(Arrays.asList(Place.values()));
        Collections.shuffle(places, random);
        int count = 1 + random.nextInt(places.size());
        Set<Kind> seen = new HashSet<>();
        List<Thing> things = new ArrayList<>();
        while (things.size() < count) {
            Thing thing =
                    new Thing(any(Size.values()), any(Colour.values()), any(Shape.values()), places.get(things.size()));
            if (seen.add(thing.kind())) {
                things.add(thing);
            }
        }
        return new Scene(things, any(Background.values()));
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
