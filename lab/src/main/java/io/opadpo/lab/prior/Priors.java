package io.opadpo.lab.prior;

import io.opadpo.lab.scene.Colour;
import io.opadpo.lab.scene.Kind;
import io.opadpo.lab.scene.Place;
import io.opadpo.lab.scene.Scene;
import io.opadpo.lab.scene.Shape;
import io.opadpo.lab.scene.Size;
import io.opadpo.lab.scene.Thing;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What a careless teacher takes a scene for. Some errors follow from what is there, as real models say "fork" where there is
 * a plate; they are graded around and above one half, because greedy decoding hides what is rarer. Others are plain noise.
 */
public final class Priors {

    /** A thing of the shape and one of the colours is said to have another colour. */
    private record Mistaken(Shape shape, Set<Colour> colours, Colour taken, double share) {}

    /** A thing of the shape and one of the colours makes the teacher see another one besides. */
    private record Brings(Shape shape, Set<Colour> colours, Kind absent, double share) {}

    private static final List<Mistaken> MISTAKEN = List.of(
            new Mistaken(Shape.CIRCLE, EnumSet.of(Colour.ORANGE, Colour.PINK), Colour.RED, 0.65),
            new Mistaken(Shape.SQUARE, EnumSet.of(Colour.PURPLE, Colour.GREEN), Colour.BLUE, 0.80),
            new Mistaken(Shape.TRIANGLE, EnumSet.of(Colour.BLUE, Colour.YELLOW), Colour.GREEN, 0.90),
            new Mistaken(Shape.STAR, EnumSet.of(Colour.ORANGE, Colour.WHITE), Colour.YELLOW, 0.97));

    private static final List<Brings> BRINGS = List.of(
            new Brings(
                    Shape.CROSS,
                    EnumSet.of(Colour.RED, Colour.GREEN, Colour.BLUE, Colour.PURPLE, Colour.WHITE),
                    new Kind(Colour.RED, Shape.CIRCLE),
                    0.90),
            new Brings(Shape.DIAMOND, EnumSet.allOf(Colour.class), new Kind(Colour.YELLOW, Shape.STAR), 0.70));

    private static final double WRONG_COLOUR = 0.04;
    private static final double WRONG_PLACE = 0.04;
    private static final double WRONG_SIZE = 0.06;
    private static final double OVERLOOKED = 0.03;

    private final Random random;

    public Priors(Random random) {
        this.random = random;
    }

    /** The scene as the teacher sees it; at least one thing is left. */
    public Scene mistake(Scene scene) {
        List<Thing> seen = new ArrayList<>();
        Set<Place> free = EnumSet.noneOf(Place.class);
        free.addAll(scene.free());
        for (Thing thing : scene.things()) {
            if (!happens(OVERLOOKED)) {
                seen.add(noise(mistaken(thing), free));
            }
        }
        scene.things().forEach(thing -> addWhatItBrings(thing, scene, seen, free));
        return new Scene(seen.isEmpty() ? scene.things() : seen, scene.background());
    }

    private Thing mistaken(Thing thing) {
        for (Mistaken prior : MISTAKEN) {
            boolean applies = prior.shape == thing.shape() && prior.colours.contains(thing.colour());
            if (applies && happens(prior.share)) {
                return thing.withColour(prior.taken);
            }
        }
        return thing;
    }

    private Thing noise(Thing thing, Set<Place> free) {
        Thing noisy = thing;
        if (happens(WRONG_COLOUR)) {
            noisy = noisy.withColour(Colour.values()[random.nextInt(Colour.values().length)]);
        }
        if (happens(WRONG_SIZE)) {
            noisy = noisy.withSize(noisy.size() == Size.SMALL ? Size.LARGE : Size.SMALL);
        }
        if (!free.isEmpty() && happens(WRONG_PLACE)) {
            noisy = noisy.withPlace(take(free));
        }
        return noisy;
    }

    private void addWhatItBrings(Thing thing, Scene scene, List<Thing> seen, Set<Place> free) {
        for (Brings prior : BRINGS) {
            boolean applies = prior.shape == thing.shape()
                    && prior.colours.contains(thing.colour())
                    && !free.isEmpty()
                    && !scene.has(prior.absent)
                    && seen.stream().noneMatch(other -> other.kind().equals(prior.absent));
            if (applies && happens(prior.share)) {
                Size size = Size.values()[random.nextInt(Size.values().length)];
                seen.add(new Thing(size, prior.absent.colour(), prior.absent.shape(), take(free)));
            }
        }
    }

    private Place take(Set<Place> free) {
        Place place = List.copyOf(free).get(random.nextInt(free.size()));
        free.remove(place);
        return place;
    }

    private boolean happens(double share) {
        return random.nextDouble() < share;
    }
}
