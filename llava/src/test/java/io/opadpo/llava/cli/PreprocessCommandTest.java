package io.opadpo.llava.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.weights.SafetensorsFile;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PreprocessCommandTest {

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @CsvSource({"--size,112", "--model,tiny-llava"})
    void valuesAreThoseOfTheFixtures(String option, String value) {
        Path image = Fixtures.path("images/landscape.png");
        Path out = temporary.resolve("pixels.safetensors");
        Object shape = option.equals("--model") ? Fixtures.path(value) : value;
        Cli run = Cli.run("preprocess", image, option, shape, "--out", out);
        assertThat(run.code()).as(run.err()).isZero();

        float[] expected = Fixtures.floats("pixel_values_112.safetensors", "pad112/landscape.png");
        float[] written = new float[expected.length];
        try (SafetensorsFile file = SafetensorsFile.open(out)) {
            assertThat(file.info(image.toString()).shape()).containsExactly(3L, 112L, 112L);
            FloatBuffer values =
                    file.map(image.toString(), 0, 4 * expected.length).asFloatBuffer();
            values.get(written);
        }
        assertThat(written).containsExactly(expected, Offset.offset(1e-6f));

        JsonNode line = run.lines().get(0);
        assertThat(line.path("format").asString()).isEqualTo("png");
        assertThat(line.path("width").intValue()).isEqualTo(640);
        assertThat(line.path("height").intValue()).isEqualTo(427);
        assertThat(line.path("mode").asString()).isEqualTo("pad");
        double mean = 0;
        for (int i = 0; i < 112 * 112; i++) {
            mean += expected[i] / (112.0 * 112);
        }
        assertThat(line.at("/mean/0").doubleValue()).isCloseTo(mean, Offset.offset(1e-5));
    }

    @Test
    void badImagesAreReportedAndTheOthersDone() {
        Path good = Fixtures.path("images/photo.jpg");
        Path bad = Fixtures.path("golden.json");
        Cli run = Cli.run("preprocess", bad, good, "http://example.org/x.png", "--mode", "crop", "--quiet");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).isEmpty();
        assertThat(run.lines()).hasSize(3);
        assertThat(run.line("image", bad.toString()).path("error").asString()).contains("golden.json");
        assertThat(run.line("image", good.toString()).path("size").intValue()).isEqualTo(336);
        assertThat(run.line("image", good.toString()).path("mode").asString()).isEqualTo("crop");
        assertThat(run.line("image", "http://example.org/x.png").path("error").asString())
                .contains("URL");
    }

    @Test
    void sizeAndModelExcludeEachOther() {
        assertThat(Cli.run("preprocess", "x.png", "--size", "9", "--model", "m").code())
                .isEqualTo(2);
        assertThat(Cli.run("preprocess", "x.png", "--size", "0").code()).isEqualTo(2);
    }
}
