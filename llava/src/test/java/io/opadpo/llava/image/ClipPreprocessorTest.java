package io.opadpo.llava.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.image.ClipPreprocessor.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClipPreprocessorTest {

    /** One grey level, normalised. */
    private static final double LEVEL = 1 / 255.0 / 0.26130258;

    private static ClipPreprocessor clip(int size, Mode mode) {
        return new ClipPreprocessor(size, mode, ClipPreprocessor.clipMean(), ClipPreprocessor.clipStd());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gray.png",
                "landscape.png",
                "palette.png",
                "portrait.png",
                "rgba.png",
                "square.png",
                "tiny.png",
                "wide.png"
            })
    void givesTheReferencesPixelValuesToTheLastBit(String name) throws IOException {
        float[] expected = Goldens.tensor("pixel_values_112.safetensors", "pad112/" + name);

        float[] values = clip(112, Mode.PAD).process(image(name));

        assertThat(values).isEqualTo(expected);
    }

    @Test
    void givesTheReferencesPixelValuesOfAJpeg() throws IOException {
        float[] expected = Goldens.tensor("pixel_values_112.safetensors", "pad112/photo.jpg");

        float[] values = clip(112, Mode.PAD).process(image("photo.jpg"));

        assertThat(largestDifference(values, expected)).isLessThan(4 * LEVEL);
    }

    /** The expected values are rounded to half precision, which a quarter of a level exceeds. */
    @ParameterizedTest
    @CsvSource({
        "PAD, pad336, landscape.png, 0.25",
        "PAD, pad336, rgba.png, 0.25",
        "PAD, pad336, photo.jpg, 4",
        "CROP, crop336, landscape.png, 0.25",
        "CROP, crop336, rgba.png, 0.25",
        "CROP, crop336, photo.jpg, 4"
    })
    void givesTheReferencesPixelValuesAtFullSize(Mode mode, String key, String name, double levels) throws IOException {
        float[] expected = Goldens.tensor("pixel_values_336.safetensors", key + "/" + name);

        float[] values = clip(336, mode).process(image(name));

        assertThat(largestDifference(values, expected)).isLessThan(levels * LEVEL);
    }

    private static double largestDifference(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    private static RgbImage image(String name) {
        return new ImageDecoder().decode(Goldens.FIXTURES.resolve("images").resolve(name));
    }

    @Test
    void ordersValuesByChannel() {
        float[] values = new ClipPreprocessor(1, Mode.PAD, new float[] {0, 0, 0}, new float[] {1, 1, 1})
                .process(new RgbImage(1, 1, new byte[] {(byte) 255, 51, 0}));

        assertThat(values).containsExactly(1f, 0.2f, 0f);
    }

    @Test
    void takesAStripWithoutMakingItsSquare() {
        // Padded, it would be 40,000 pixels square: 4.8 GB.
        RgbImage strip = Goldens.noise(40_000, 1);

        for (Mode mode : Mode.values()) {
            float[] values = Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> clip(336, mode).process(strip));
            assertThat(values).hasSize(3 * 336 * 336);
        }
    }

    @Test
    void padsWithClipsNumbersWhereTheFolderSaysNothing(@TempDir Path folder) {
        ClipPreprocessor preprocessor = ClipPreprocessor.forFolder(folder, 28);

        assertThat(preprocessor.mode()).isEqualTo(Mode.PAD);
        assertThat(preprocessor.imageSize()).isEqualTo(28);
        RgbImage image = Goldens.noise(20, 31);
        assertThat(preprocessor.process(image)).isEqualTo(clip(28, Mode.PAD).process(image));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|PAD",
                "{\"do_pad\": true}|PAD",
                "{\"do_pad\": false}|CROP",
                "{\"do_center_crop\": true, \"crop_size\": {\"height\": 28, \"width\": 28}, "
                        + "\"size\": {\"shortest_edge\": 28}, \"resample\": 3, "
                        + "\"rescale_factor\": 0.00392156862745098}|PAD",
                "{\"size\": 28, \"crop_size\": null}|PAD"
            })
    void readsTheFolder(String json, Mode mode, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("preprocessor_config.json"), json);

        assertThat(ClipPreprocessor.forFolder(folder, 28).mode()).isEqualTo(mode);
        assertThat(ClipPreprocessor.forFolder(folder, 28, Mode.CROP).mode()).isEqualTo(Mode.CROP);
    }

    @Test
    void takesMeanAndStdFromTheFolder(@TempDir Path folder) throws IOException {
        String json = "{\"image_mean\": [0.5, 0.25, 0.125], \"image_std\": [0.5, 0.25, 1]}";
        Files.writeString(folder.resolve("preprocessor_config.json"), json);

        float[] values = ClipPreprocessor.forFolder(folder, 1).process(new RgbImage(1, 1, new byte[] {-1, -1, -1}));

        assertThat(values).containsExactly(1f, 3f, 0.875f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"size\": {\"shortest_edge\": 224}}",
                "{\"crop_size\": [28, 28]}",
                "{\"size\": \"large\"}",
                "{\"resample\": 2}",
                "{\"resample\": \"nearest\"}",
                "{\"rescale_factor\": 1}",
                "{\"do_normalize\": false}",
                "{\"do_pad\": \"perhaps\"}",
                "{\"image_mean\": [0.5, 0.5]}",
                "{\"image_std\": [0.5, 0, 0.5]}",
                "{\"image_std\": \"big\"}"
            })
    void refusesAFolderItWouldGetWrong(String json, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("preprocessor_config.json"), json);

        assertThatThrownBy(() -> ClipPreprocessor.forFolder(folder, 28))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("preprocessor_config.json");
    }

    @Test
    void refusesNumbersThatMakeNoSense() {
        float[] ok = {0.5f, 0.5f, 0.5f};

        assertThatThrownBy(() -> new ClipPreprocessor(0, Mode.PAD, ok, ok))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClipPreprocessor(1, Mode.PAD, new float[2], ok))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClipPreprocessor(1, Mode.PAD, ok, new float[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
