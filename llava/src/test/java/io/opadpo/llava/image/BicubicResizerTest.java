package io.opadpo.llava.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class BicubicResizerTest {

    /** Every bit of noise counts in the checksum, so that a single sample off by one shows. */
    @ParameterizedTest
    @CsvFileSource(resources = "/image/resizing.csv", numLinesToSkip = 1)
    void givesPillowsBytes(String mode, int width, int height, int toWidth, int toHeight, long crc) {
        RgbImage noise = Goldens.noise(width, height);

        RgbImage resized = switch (mode) {
            case "resize" -> BicubicResizer.resize(noise, toWidth, toHeight);
            case "pad" -> clip(toWidth, ClipPreprocessor.Mode.PAD).square(noise);
            case "crop" -> clip(toWidth, ClipPreprocessor.Mode.CROP).square(noise);
            default -> throw new IllegalArgumentException(mode);
        };

        assertThat(resized).hasToString("RgbImage[" + toWidth + " x " + toHeight + "]");
        CRC32 actual = new CRC32();
        actual.update(resized.rgb());
        assertThat(actual.getValue()).isEqualTo(crc);
    }

    private static ClipPreprocessor clip(int size, ClipPreprocessor.Mode mode) {
        return new ClipPreprocessor(size, mode, ClipPreprocessor.clipMean(), ClipPreprocessor.clipStd());
    }

    @Test
    void keepsAFlatColour() {
        byte[] rgb = new byte[3 * 50 * 31];
        java.util.Arrays.fill(rgb, (byte) 201);

        assertThat(BicubicResizer.resize(new RgbImage(50, 31, rgb), 17, 90).rgb())
                .containsOnly(201);
    }

    @Test
    void refusesAnEmptyResult() {
        assertThatThrownBy(() -> BicubicResizer.resize(Goldens.noise(2, 2), 0, 5))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
