package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageMaskTest {

    private static final int SIDE = 28;
    private static final int PLANE = SIDE * SIDE;

    private static float[] image() {
        float[] pixels = new float[3 * PLANE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i + 1;
        }
        return pixels;
    }

    private static boolean[] changed(float[] masked, int channel) {
        float[] image = image();
        boolean[] changed = new boolean[PLANE];
        for (int p = 0; p < PLANE; p++) {
            changed[p] = masked[channel * PLANE + p] != image[channel * PLANE + p];
        }
        return changed;
    }

    @Test
    void theRatioOfPixelsBecomesTheMeanInAllChannelsAlike() {
        float[] masked = new ImageMask(ImageMask.Kind.RANDOM, 0.3, 1).apply(image(), "a");
        boolean[] first = changed(masked, 0);
        long count = IntStream.range(0, PLANE).filter(p -> first[p]).count();
        assertThat((double) count).isCloseTo(0.3 * PLANE, within(1.0));
        assertThat(changed(masked, 1)).isEqualTo(first);
        assertThat(changed(masked, 2)).isEqualTo(first);
        float mean = (3 * PLANE + 1) / 2f;
        IntStream.range(0, PLANE)
                .filter(p -> first[p])
                .forEach(p -> assertThat(masked[p]).isCloseTo(mean, within(1e-3f)));
    }

    @Test
    void blocksAreMaskedWhole() {
        boolean[] changed = changed(new ImageMask(ImageMask.Kind.BLOCKWISE, 0.5, 1).apply(image(), "a"), 0);
        int masked = 0;
        for (int block = 0; block < 4; block++) {
            int corner = block / 2 * 14 * SIDE + block % 2 * 14;
            for (int p = 0; p < 14 * 14; p++) {
                assertThat(changed[corner + p / 14 * SIDE + p % 14]).isEqualTo(changed[corner]);
            }
            masked += changed[corner] ? 1 : 0;
        }
        assertThat(masked).isEqualTo(2);
    }

    @Test
    void theSetFollowsFromSeedAndSample() {
        ImageMask mask = ImageMask.defaults(1);
        assertThat(mask.apply(image(), "a")).isEqualTo(mask.apply(image(), "a"));
        assertThat(mask.apply(image(), "a")).isNotEqualTo(mask.apply(image(), "b"));
        assertThat(mask.apply(image(), "a")).isNotEqualTo(ImageMask.defaults(2).apply(image(), "a"));
    }

    @Test
    void positionsAreHiddenInsteadOfPixels() {
        ImageMask mask = new ImageMask(ImageMask.Kind.ATTENTION, 0.3, 1);
        float[] pixels = image();
        assertThat(mask.apply(pixels, "a")).isSameAs(pixels);
        int[] rows = mask.rows(576, "a");
        assertThat(rows).hasSize(576 - 173).isSorted().doesNotHaveDuplicates();
        assertThat(IntStream.of(rows)).allMatch(row -> row >= 0 && row < 576);
        assertThat(mask.rows(576, "a")).isEqualTo(rows);
        assertThat(mask.rows(576, "b")).isNotEqualTo(rows);
        assertThat(new ImageMask(ImageMask.Kind.ATTENTION, 0.3, 2).rows(576, "a"))
                .isNotEqualTo(rows);
        assertThat(ImageMask.defaults(1).rows(576, "a")).isNull();
    }
}
