package io.opadpo.lab.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.opadpo.lab.scene.Background;
import io.opadpo.lab.scene.Colour;
import io.opadpo.lab.scene.Kind;
import io.opadpo.lab.scene.Place;
import io.opadpo.lab.scene.Scene;
import io.opadpo.lab.scene.Shape;
import io.opadpo.lab.scene.Size;
import io.opadpo.lab.scene.Thing;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The teacher's errors have the shares that they are meant to have. */
class PriorsTest {

    private static final int COUNT = 4000;

    private static double share(Colour colour, Shape shape, Predicate<Scene> seen) {
        Priors priors = new Priors(new Random(7));
        Scene scene = new Scene(List.of(new Thing(Size.LARGE, colour, shape, Place.TOP_LEFT)), Background.GRAY);
        int count = 0;
        for (int i = 0; i < COUNT; i++) {
            count += seen.test(priors.mistake(scene)) ? 1 : 0;
        }
        return (double) count / COUNT;
    }

    private static Predicate<Scene> has(Colour colour, Shape shape) {
        return scene -> scene.has(new Kind(colour, shape));
    }

    @Test
    void someColoursAreTakenForOthers() {
        // Noise changes a few of the mistaken ones again.
        assertThat(share(Colour.ORANGE, Shape.CIRCLE, has(Colour.RED, Shape.CIRCLE)))
                .isCloseTo(0.63, within(0.03));
        assertThat(share(Colour.GREEN, Shape.SQUARE, has(Colour.BLUE, Shape.SQUARE)))
                .isCloseTo(0.77, within(0.03));
        assertThat(share(Colour.YELLOW, Shape.TRIANGLE, has(Colour.GREEN, Shape.TRIANGLE)))
                .isCloseTo(0.87, within(0.03));
        assertThat(share(Colour.WHITE, Shape.STAR, has(Colour.YELLOW, Shape.STAR)))
                .isCloseTo(0.94, within(0.03));
        assertThat(share(Colour.BLUE, Shape.CIRCLE, has(Colour.BLUE, Shape.CIRCLE)))
                .isGreaterThan(0.94);
    }

    @Test
    void someThingsBringOthersAlong() {
        assertThat(share(Colour.RED, Shape.CROSS, has(Colour.RED, Shape.CIRCLE)))
                .isCloseTo(0.9, within(0.03));
        assertThat(share(Colour.PINK, Shape.DIAMOND, has(Colour.YELLOW, Shape.STAR)))
                .isCloseTo(0.7, within(0.03));
        assertThat(share(Colour.PINK, Shape.CROSS, has(Colour.RED, Shape.CIRCLE)))
                .isZero();
    }

    @Test
    void somethingIsAlwaysSeen() {
        assertThat(share(Colour.RED, Shape.CIRCLE, scene -> scene.things().isEmpty()))
                .isZero();
    }
}
