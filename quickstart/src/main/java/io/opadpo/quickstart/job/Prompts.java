package io.opadpo.quickstart.job;

import io.opadpo.lab.files.LabSample;
import io.opadpo.quickstart.QuickstartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the model is asked.
 *
 * @param all in order
 * @param withoutStandard how many have a standard answer that only stands in
 */
public record Prompts(List<Prompt> all, int withoutStandard) {

    private static final String NO_STANDARD = "This is a picture.";

    public Prompts {
        all = List.copyOf(all);
    }

    /**
     * A question about a picture.
     *
     * @param id the picture's name
     * @param image its bytes
     * @param standard the answer held for right
     */
    public record Prompt(String id, byte[] image, String question, String standard) {}

    /** Scenes of the lab. */
    public static Prompts of(List<LabSample> samples) {
        return new Prompts(
                samples.stream()
                        .map(sample -> new Prompt(
                                sample.id(), sample.png(), sample.question().text(), sample.standard()))
                        .toList(),
                0);
    }

    /** The pictures of a folder, all with one question. */
    public static Prompts of(Path folder, String question) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(Prompts::isPicture).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new QuickstartException(folder + " has no PNG, JPEG or WebP pictures");
        }
        List<Prompt> all = new ArrayList<>();
        int without = 0;
        for (Path file : files) {
            String name = file.getFileName().toString();
            Path text = file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".txt");
            String standard = Files.exists(text) ? Files.readString(text).strip() : NO_STANDARD;
            without += Files.exists(text) ? 0 : 1;
            all.add(new Prompt(name, Files.readAllBytes(file), question, standard));
        }
        return new Prompts(all, without);
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Stream.of(".png", ".jpg", ".jpeg", ".webp").anyMatch(name::endsWith);
    }
}
