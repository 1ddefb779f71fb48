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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the model is asked.
 *
 * @param all in order
 */
public record Prompts(List<Prompt> all) {

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
        return new Prompts(samples.stream()
                .map(sample -> new Prompt(
                        sample.image(), sample.png(), sample.question().text(), sample.standard()))
                .toList());
    }

    /**
     * The questions of a folder: those of its {@code prompts.jsonl} (id, image, question, standard to a line), or, without
     * one, one question about every picture.
     *
     * @throws QuickstartException if there are none, or one has no standard answer: the method imitates those
     */
    public static Prompts of(Path folder, String question) throws IOException {
        Path lines = folder.resolve("prompts.jsonl");
        List<Prompt> all = Files.exists(lines) ? read(folder, lines) : pictures(folder, question);
        if (all.isEmpty()) {
            throw new QuickstartException(folder + " has no PNG, JPEG or WebP pictures");
        }
        return new Prompts(all);
    }

    private static List<Prompt> read(Path folder, Path file) throws IOException {
        List<Prompt> all = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String at = file + ", line " + (all.size() + 1);
            try {
                JsonNode json = JsonMapper.shared().readTree(line);
                Path image = folder.resolve(text(json, "image", at));
                all.add(new Prompt(
                        text(json, "id", at),
                        Files.readAllBytes(image),
                        text(json, "question", at),
                        text(json, "standard", at)));
            } catch (JacksonException | IOException e) {
                throw new QuickstartException(at + ": " + e, e);
            }
        }
        return all;
    }

    private static String text(JsonNode json, String field, String at) {
        String text = json.path(field).asString("");
        if (text.isBlank()) {
            throw new QuickstartException(at + ": field " + field + " is missing");
        }
        return text;
    }

    private static List<Prompt> pictures(Path folder, String question) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(Prompts::isPicture).sorted().toList();
        }
        List<Prompt> all = new ArrayList<>();
        for (Path file : files) {
            Path text = standard(file);
            if (!Files.exists(text)) {
                throw new QuickstartException(file
                        + " has no standard answer, which the method imitates; it belongs into " + text.getFileName());
            }
            String name = file.getFileName().toString();
            String standard = Files.readString(text).strip();
            all.add(new Prompt(name, Files.readAllBytes(file), question, standard));
        }
        return all;
    }

    /** Writes pictures and standard answers into a folder, of which {@link #of} makes the same prompts. */
    public void write(Path folder) throws IOException {
        for (Prompt prompt : all) {
            Path picture = folder.resolve(prompt.id());
            Files.write(picture, prompt.image());
            Files.writeString(standard(picture), prompt.standard());
        }
    }

    /** Where the standard answer to a picture is. */
    private static Path standard(Path picture) {
        String name = picture.getFileName().toString();
        return picture.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".txt");
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Stream.of(".png", ".jpg", ".jpeg", ".webp").anyMatch(name::endsWith);
    }
}
