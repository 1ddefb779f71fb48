package io.opadpo.llava;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** What transformers and PEFT answer where part of an image cannot be attended to; see {@code masked/make.py}. */
public final class Masked {

    /** Coefficient of the entropy term in the golden loss. */
    public static final double COEFFICIENT = 50;

    private Masked() {}

    private static GoldenFile golden() {
        try {
            return new GoldenFile(Path.of(Objects.requireNonNull(Masked.class.getResource("/masked/golden.safetensors"))
                    .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Image positions that can be attended to. */
    public static int[] kept() {
        return golden().ints("kept");
    }

    public static float[] floats(String key) {
        return golden().floats(key);
    }
}
