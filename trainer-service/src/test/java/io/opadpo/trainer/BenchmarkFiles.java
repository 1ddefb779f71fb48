package io.opadpo.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A small chair and a small pope folder over the test pictures. */
final class BenchmarkFiles {

    static final int CHAIR_QUESTIONS = 6;
    static final int POPE_QUESTIONS = 4;

    private static final String[] PICTURES = {"square.png", "tiny.png", "landscape.png"};

    private BenchmarkFiles() {}

    /** Writes both and tells the settings. */
    static String[] write(Path folder, int chairQuestions) {
        try {
            StringBuilder questions = new StringBuilder();
            for (int i = 0; i < chairQuestions; i++) {
                questions.append("{\"id\": \"c%d\", \"image\": \"%s\", \"question\": \"What is it? %d\"}\n"
                        .formatted(i, PICTURES[i % PICTURES.length], i));
            }
            Path chair = folder.resolve("chair");
            pictures(chair);
            Files.writeString(chair.resolve("questions.jsonl"), questions);
            Files.writeString(chair.resolve("synonyms.txt"), "dog, puppy\nbus\n");
            StringBuilder objects = new StringBuilder();
            for (String picture : PICTURES) {
                objects.append("{\"image\": \"%s\", \"objects\": [\"dog\"]}\n".formatted(picture));
            }
            Files.writeString(chair.resolve("objects.jsonl"), objects);
            Path pope = folder.resolve("pope");
            pictures(pope);
            Files.writeString(pope.resolve("random.jsonl"), """
                    {"question_id": 1, "image": "square.png", "text": "Is there a dog?", "label": "yes"}
                    {"question_id": 2, "image": "square.png", "text": "Is there a bus?", "label": "no"}
                    """);
            Files.writeString(pope.resolve("popular.jsonl"), """
                    {"question_id": 1, "image": "tiny.png", "text": "Is there a dog?", "label": "yes"}
                    {"question_id": 2, "image": "tiny.png", "text": "Is there a bus?", "label": "no"}
                    """);
            return new String[] {
                "opadpo.trainer.benchmarks.halluc.type=chair",
                "opadpo.trainer.benchmarks.halluc.folder=" + chair,
                "opadpo.trainer.benchmarks.yesno.type=pope",
                "opadpo.trainer.benchmarks.yesno.folder=" + pope,
                "opadpo.trainer.benchmarks.empty.type=chair",
                "opadpo.trainer.benchmarks.empty.folder=" + folder.resolve("nowhere"),
                "opadpo.trainer.benchmarks.empty.limit=7"
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a question on a picture that is none to the chair folder. */
    static void addUnreadable(Path folder) throws IOException {
        Path chair = folder.resolve("chair");
        Files.write(chair.resolve("images/unreadable.png"), new byte[] {1});
        Files.writeString(
                chair.resolve("questions.jsonl"),
                "{\"id\": \"unreadable\", \"image\": \"unreadable.png\", \"question\": \"What is it?\"}\n",
                StandardOpenOption.APPEND);
        Files.writeString(
                chair.resolve("objects.jsonl"),
                "{\"image\": \"unreadable.png\", \"objects\": [\"dog\"]}\n",
                StandardOpenOption.APPEND);
    }

    private static void pictures(Path benchmark) throws IOException {
        Path images = Files.createDirectories(benchmark.resolve("images"));
        for (String picture : PICTURES) {
            Files.write(images.resolve(picture), TinyTrainer.picture(picture));
        }
    }
}
