package io.opadpo.dataset.image;

import static io.opadpo.dataset.PictureSamples.jpeg;
import static io.opadpo.dataset.PictureSamples.picture;
import static io.opadpo.dataset.PictureSamples.png;
import static io.opadpo.dataset.PictureSamples.resized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.opadpo.dataset.SampleImages;
import java.awt.image.BufferedImage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PictureHashTest {

    private static final int NEAR = 6;

    private static int distance(byte[] one, byte[] other) {
        return Long.bitCount(
                PictureHash.of(one).orElseThrow() ^ PictureHash.of(other).orElseThrow());
    }

    @Test
    void encodedAnewAPictureIsNear() {
        for (long seed = 0; seed < 8; seed++) {
            BufferedImage picture = picture(seed, 640, 480);
            assertThat(distance(png(picture), jpeg(picture, 0.9f)))
                    .as("seed " + seed)
                    .isLessThanOrEqualTo(2);
            assertThat(distance(png(picture), jpeg(picture, 0.3f)))
                    .as("seed " + seed)
                    .isLessThanOrEqualTo(NEAR);
        }
    }

    @Test
    void resizedAPictureIsNear() {
        for (long seed = 0; seed < 8; seed++) {
            BufferedImage picture = picture(seed, 640, 480);
            for (int width : new int[] {160, 336, 1_400}) {
                byte[] other = jpeg(resized(picture, width, width * 3 / 4), 0.8f);
                assertThat(distance(png(picture), other))
                        .as("seed " + seed + ", width " + width)
                        .isLessThanOrEqualTo(NEAR);
            }
        }
    }

    /** Larger ones are read with gaps. */
    @Test
    void aLargePictureIsNearItsSmallOne() {
        BufferedImage picture = picture(7, 3_000, 2_000);

        assertThat(distance(jpeg(picture, 0.8f), png(resized(picture, 300, 200))))
                .isLessThanOrEqualTo(NEAR);
    }

    @Test
    void differentPicturesAreFar() {
        long[] hashes = LongStream.range(0, 40)
                .map(seed -> PictureHash.of(png(picture(seed, 320, 240))).orElseThrow())
                .toArray();
        for (int one = 0; one < hashes.length; one++) {
            for (int other = 0; other < one; other++) {
                assertThat(Long.bitCount(hashes[one] ^ hashes[other]))
                        .as(one + ", " + other)
                        .isGreaterThan(NEAR);
            }
        }
    }

    @Test
    void pixelsWithinAGridCellAreEnough() {
        assertThat(PictureHash.of(png(picture(3, 20, 9)))).isPresent();
    }

    @Test
    void aSingleToneAndADamagedPictureHaveNone() {
        assertThat(PictureHash.of(SampleImages.jpeg(64, 48, 0x336699))).isEmpty();
        assertThat(PictureHash.of(SampleImages.pngClaiming(500, 400))).isEmpty();
        assertThat(PictureHash.of(new byte[] {1, 2, 3})).isEmpty();
    }

    @Test
    void webpIsRead() {
        for (int form = 0; form < 3; form++) {
            byte[] webp = SampleImages.webp(form);
            assertThatCode(() -> Luminance.of(webp)).doesNotThrowAnyException();
        }
    }
}
