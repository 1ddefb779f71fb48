package io.opadpo.llava;

import io.opadpo.llava.prompt.Prompt;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** Small models of other shapes than the fixtures', and what transformers answers on them. See their README. */
public final class Variants {

    private static final int IMAGE_TOKEN = 60;

    private Variants() {}

    public static Path path(String name) {
        try {
            return Path.of(Objects.requireNonNull(Variants.class.getResource("/variants"))
                            .toURI())
                    .resolve(name);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static GoldenFile golden(String variant) {
        return new GoldenFile(path(variant + ".safetensors"));
    }

    public static Prompt prompt(String variant) {
        return Prompt.fromPlaceholders(golden(variant).ints("prompt"), IMAGE_TOKEN);
    }

    public static int[] response(String variant) {
        return golden(variant).ints("response");
    }

    public static float[] pixels(String variant) {
        return golden(variant).floats("pixels");
    }
}
