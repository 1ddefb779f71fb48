package io.opadpo.lab.scene;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be seen, or what somebody takes for it.
 *
 * @param things at most one to a quadrant, in reading order
 */
public record Scene(List<Thing> things, Background background) {

    public Scene {
        things = things.stream().sorted(Comparator.comparing(Thing::place)).toList();
    }

    /** Whether there is a thing of this kind. */
    public boolean has(Kind kind) {
        return things.stream().anyMatch(thing -> thing.kind().equals(kind));
    }

    /** The thing in a quadrant. */
    public Optional<Thing> at(Place place) {
        return things.stream().filter(thing -> thing.place() == place).findFirst();
    }

    /** Quadrants with nothing in them. */
    public Set<Place> free() {
        Set<Place> free = EnumSet.allOf(Place.class);
        things.forEach(thing -> free.remove(thing.place()));
        return free;
    }
}
