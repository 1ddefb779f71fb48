package io.opadpo.trainer.benchmark;

import java.nio.file.Path;
import java.util.List;

/**
 * A question about a picture.
 *
 * @param id its name within the benchmark; 1 to {@value #MAX_ID} characters
 * @param image the picture's name; answers about the same picture are resampled together
 * @param file the picture's file
 * @param text what is asked
 * @param truth what is right: the objects in the picture, or the one right answer
 */
public record BenchmarkQuestion(String id, String image, Path file, String text, List<String> truth) {

    static final int MAX_ID = 250;

    public BenchmarkQuestion {
        truth = List.copyOf(truth);
    }
}
