package io.opadpo.llava.image;

import io.opadpo.llava.image.ClipPreprocessor.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a Hugging Face {@code preprocessor_config.json} says. Settings that would change pixels in a way that this
 * package does not offer are errors, not ignored.
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record PreprocessorConfig(Mode mode, float[] mean, float[] std) {

    private static final String FILE = "preprocessor_config.json";
    /** The real ones have under 1 kB. */
    private static final int MAX_BYTES = 1_000_000;

    private static final int PILLOW_BICUBIC = 3;
    private static final JsonMapper JSON = JsonMapper.shared();

    static PreprocessorConfig read(Path folder, int imageSize) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return new PreprocessorConfig(Mode.PAD, ClipPreprocessor.clipMean(), ClipPreprocessor.clipStd());
        }
        JsonNode json = parse(file);
        for (String step : new String[] {"do_resize", "do_rescale", "do_normalize"}) {
            require(flag(json, step, file), file, step + " is false");
        }
        require(number(json.path("resample"), PILLOW_BICUBIC) == PILLOW_BICUBIC, file, "resample is not 3 (bicubic)");
        double rescale = number(json.path("rescale_factor"), 1 / 255.0);
        require(Math.abs(rescale * 255 - 1) < 1e-6, file, "rescale_factor is not 1/255");
        checkSize(json, "size", imageSize, file);
        checkSize(json, "crop_size", imageSize, file);
        Mode mode = flag(json, "do_pad", file) ? Mode.PAD : Mode.CROP;
        return new PreprocessorConfig(
                mode,
                channels(json, "image_mean", ClipPreprocessor.clipMean(), 0, file),
                channels(json, "image_std", ClipPreprocessor.clipStd(), Float.MIN_NORMAL, file));
    }

    private static JsonNode parse(Path file) {
        require(Files.isRegularFile(file), file, "not a regular file");
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            require(bytes.length <= MAX_BYTES, file, "longer than " + MAX_BYTES + " bytes");
            JsonNode json = JSON.readTree(bytes);
            require(json.isObject(), file, "not a JSON object");
            return json;
        } catch (IOException | JacksonException e) {
            throw new ImageException(file + ": not readable as JSON: " + e.getMessage(), e);
        }
    }

    /** A size is a number, or an object such as {@code {"shortest_edge": 336}} or one of width and height. */
    private static void checkSize(JsonNode json, String name, int imageSize, Path file) {
        JsonNode size = json.path(name);
        Collection<JsonNode> sides = size.isObject() ? size.values() : List.of(size);
        for (JsonNode side : sides) {
            require(number(side, imageSize) == imageSize, file, name + " is not the vision tower's " + imageSize);
        }
    }

    private static double number(JsonNode node, double standard) {
        return isAbsent(node) ? standard : node.asDouble(Double.NaN);
    }

    /** A switch; on, where the file does not mention it. */
    private static boolean flag(JsonNode json, String name, Path file) {
        JsonNode node = json.path(name);
        require(isAbsent(node) || node.isBoolean(), file, name + " is neither true nor false");
        return isAbsent(node) || node.booleanValue();
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static float[] channels(JsonNode json, String name, float[] standard, double least, Path file) {
        JsonNode node = json.path(name);
        if (isAbsent(node)) {
            return standard;
        }
        require(node.isArray() && node.size() == 3, file, name + " is not a list of three numbers");
        float[] values = new float[3];
        for (int i = 0; i < 3; i++) {
            double value = number(node.get(i), Double.NaN);
            require(value >= least && value <= 1, file, name + " holds a value outside 0 to 1");
            values[i] = (float) value;
        }
        return values;
    }

    private static void require(boolean condition, Path file, String problem) {
        if (!condition) {
            throw new ImageException(file + ": " + problem);
        }
    }
}
