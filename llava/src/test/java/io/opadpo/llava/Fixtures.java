package io.opadpo.llava;

import io.opadpo.llava.prompt.Prompt;
import java.nio.file.Path;
import java.util.Arrays;

/** Golden values of independent implementations, from the folder that {@code -Dfixtures.dir} names. */
public final class Fixtures {

    public static final int IMAGE_TOKEN = 32000;

    private Fixtures() {}

    public static Path dir() {
        return Path.of(System.getProperty("fixtures.dir"));
    }

    public static Path path(String name) {
        return dir().resolve(name);
    }

    public static float[] floats(String file, String key) {
        return new GoldenFile(path(file)).floats(key);
    }

    public static int[] ints(String file, String key) {
        return new GoldenFile(path(file)).ints(key);
    }

    /** The golden rows: an image, a prompt and a response. */
    public record Row(Prompt prompt, int[] response, float[] pixels) {}

    /** Golden row 0 or 1. */
    public static Row row(int i) {
        int[] ids = ints("golden.safetensors", "ids_" + i);
        int promptLength = ints("golden.safetensors", "prompt_len_" + i)[0];
        String image = i == 0 ? "landscape.png" : "portrait.png";
        return new Row(
                Prompt.fromPlaceholders(Arrays.copyOf(ids, promptLength), IMAGE_TOKEN),
                Arrays.copyOfRange(ids, promptLength, ids.length),
                floats("pixel_values_112.safetensors", "pad112/" + image));
    }
}
