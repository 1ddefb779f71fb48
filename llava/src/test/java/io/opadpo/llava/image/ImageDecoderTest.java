package io.opadpo.llava.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

    private final ImageDecoder decoder = new ImageDecoder();

    @ParameterizedTest
    @MethodSource("io.opadpo.llava.image.Goldens#names")
    void decodesToWhatPillowDecodesTo(String name) throws IOException {
        RgbImage image = decoder.decode(name, Goldens.bytes(name));

        RgbImage expected = Goldens.expected(name);
        assertThat(image).hasToString(expected.toString());
        if (name.startsWith("lossy")) {
            // Chroma is upsampled by repetition here, by interpolation in libwebp; brightness shows little of it.
            assertThat(meanLumaDifference(image.rgb(), expected.rgb())).isLessThan(1.5);
        } else {
            assertThat(image.rgb()).isEqualTo(expected.rgb());
        }
    }

    private static double meanLumaDifference(byte[] a, byte[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i += 3) {
            sum += Math.abs(luma(a, i) - luma(b, i));
        }
        return sum / (a.length / 3);
    }

    private static double luma(byte[] rgb, int i) {
        return 0.299 * (rgb[i] & 0xFF) + 0.587 * (rgb[i + 1] & 0xFF) + 0.114 * (rgb[i + 2] & 0xFF);
    }

    @Test
    void decodesAFileAndNamesItWhenItCannot(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("a.bin"), Goldens.bytes("rgba.png"));

        assertThat(decoder.decode(file).rgb())
                .isEqualTo(Goldens.expected("rgba.png").rgb());
        assertThatThrownBy(() -> decoder.decode(folder.resolve("none.png")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("none.png");
        assertThatThrownBy(() -> decoder.decode(folder)).isInstanceOf(ImageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GIF88a", "BM6", "<svg/>", "RIFF....WAVE", "\u0089PNG"})
    void refusesOtherFormatsByTheirFirstBytes(String start) {
        byte[] bytes = start.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> decoder.decode("sample-7", bytes))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("sample-7: not a JPEG, PNG, WebP or GIF image");
    }

    @ParameterizedTest
    @ValueSource(strings = {"420.jpg", "rgba.png", "lossy.webp", "lossless.webp", "animated.webp", "offset.gif"})
    void holdsEachLimitToThePixel(String name) throws IOException {
        byte[] bytes = Goldens.bytes(name);
        RgbImage expected = Goldens.expected(name);
        int side = Math.max(expected.width(), expected.height());
        long pixels = (long) expected.width() * expected.height();

        RgbImage image = new ImageDecoder(new ImageLimits(bytes.length, side, pixels)).decode(name, bytes);

        assertThat(image.width()).isEqualTo(expected.width());
        assertRefused(new ImageLimits(bytes.length - 1, side, pixels), name, "bytes");
        assertRefused(new ImageLimits(bytes.length, side - 1, pixels), name, "a side longer than");
        assertRefused(new ImageLimits(bytes.length, side, pixels - 1), name, "pixels allowed");
    }

    private static void assertRefused(ImageLimits limits, String name, String why) {
        assertThatThrownBy(() -> new ImageDecoder(limits).decode("sample-7", Goldens.bytes(name)))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("sample-7: ")
                .hasMessageContaining(why);
    }

    @Test
    void readsNoMoreOfAFileThanTheLimit(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("long.png"), new byte[2_000]);

        assertThatThrownBy(() -> new ImageDecoder(new ImageLimits(1_000, 10, 100)).decode(file))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("2000 bytes");
    }

    @Test
    void leavesTheHostsImageIoSettingsAlone() {
        boolean before = ImageIO.getUseCache();

        decoder.decode("rgba.png", Goldens.bytes("rgba.png"));

        assertThat(ImageIO.getUseCache()).isEqualTo(before);
    }

    @Test
    void refusesLimitsThatArraysCannotServe() {
        assertThatThrownBy(() -> new ImageLimits(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ImageLimits(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ImageLimits(1, 1, 1L << 31)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RgbImage(2, 2, new byte[11])).isInstanceOf(IllegalArgumentException.class);
    }
}
