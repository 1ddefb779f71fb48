package io.opadpo.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Scenes are drawn and painted from their seed. */
class ScenesTest {

    private static final int COUNT = 300;
    /** Tints stray by ten. */
    private static final int TOLERANCE = 10;

    private static List<Scene> scenes(long seed) {
        SceneGenerator generator = new SceneGenerator(new Random(seed));
        return Stream.generate(generator::next).limit(COUNT).toList();
    }

    @Test
    void theSeedDecides() {
        assertThat(scenes(1)).isEqualTo(scenes(1)).isNotEqualTo(scenes(2));
    }

    @Test
    void thingsAreApartAndDifferent() {
        Set<Integer> counts = new HashSet<>();
        for (Scene scene : scenes(3)) {
            assertThat(scene.things())
                    .extracting(Thing::place)
                    .doesNotHaveDuplicates()
                    .isSorted();
            assertThat(scene.things()).extracting(Thing::kind).doesNotHaveDuplicates();
            assertThat(scene.free()).hasSize(4 - scene.things().size());
            counts.add(scene.things().size());
        }
        assertThat(counts).containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    @Test
    void everyKindOccurs() {
        assertThat(scenes(4).stream().flatMap(scene -> scene.things().stream()).map(Thing::kind))
                .containsAll(Kind.all());
        assertThat(Kind.all()).hasSize(48).doesNotHaveDuplicates();
    }

    /** A large thing covers the middle of its quadrant; corners and free quadrants show the background. */
    @Test
    void picturesShowTheScene() throws IOException {
        ScenePainter painter = new ScenePainter(new Random(5));
        for (Scene scene : scenes(6)) {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(painter.paint(scene)));
            assertThat(image.getWidth()).isEqualTo(ScenePainter.SIDE).isEqualTo(image.getHeight());
            for (Place place : Place.values()) {
                int x = place.column() * ScenePainter.SIDE / 2;
                int y = place.row() * ScenePainter.SIDE / 2;
                assertNear(image.getRGB(x, y), scene.background().rgb());
                int middle = image.getRGB(x + ScenePainter.SIDE / 4, y + ScenePainter.SIDE / 4);
                Thing thing = scene.at(place).orElse(null);
                if (thing == null) {
                    assertNear(middle, scene.background().rgb());
                } else if (thing.size() == Size.LARGE) {
                    assertNear(middle, thing.colour().rgb());
                }
            }
        }
    }

    private static void assertNear(int pixel, int rgb) {
        for (int shift = 0; shift <= 16; shift += 8) {
            assertThat(Math.abs((pixel >> shift & 0xFF) - (rgb >> shift & 0xFF)))
                    .as("%06x, expected %06x", pixel & 0xFFFFFF, rgb)
                    .isLessThanOrEqualTo(TOLERANCE);
        }
    }

    @Test
    void shapesAreOfOneSizeAndDiffer() {
        Set<Long> areas = new HashSet<>();
        for (Shape shape : Shape.values()) {
            long area = 0;
            for (double x = -1.3; x <= 1.3; x += 0.02) {
                for (double y = -1.3; y <= 1.3; y += 0.02) {
                    if (shape.contains(x, y)) {
                        assertThat(Math.hypot(x, y)).as(shape.name()).isLessThan(1.2);
                        area++;
                    }
                }
            }
            assertThat(shape.contains(0, 0)).as(shape.name()).isTrue();
            areas.add(area / 100);
        }
        assertThat(areas).hasSize(Shape.values().length);
    }
}
