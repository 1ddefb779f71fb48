package io.opadpo.trainer.benchmark.chair;

import io.opadpo.trainer.benchmark.Asset;
import io.opadpo.trainer.benchmark.Benchmark;
import io.opadpo.trainer.benchmark.BenchmarkException;
import io.opadpo.trainer.benchmark.BenchmarkQuestion;
import io.opadpo.trainer.benchmark.BenchmarkTask;
import io.opadpo.trainer.benchmark.ImageFolder;
import io.opadpo.trainer.benchmark.JsonLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * CHAIR (Rohrbach et al. 2018, "Object Hallucination in Image Captioning", arXiv 1809.02156) on questions of one's own, as
 * Object HalBench asks them: which of the objects that an answer mentions are not in the picture?
 *
 * <p>The truth is in {@value #OBJECTS}, or without it in COCO's annotation files.
 */
@Component
final class ChairBenchmark implements Benchmark {

    static final String SYNONYMS = "synonyms.txt";
    static final String OBJECTS = "objects.jsonl";
    private static final String QUESTIONS = "questions.jsonl";
    private static final String INSTANCES = "instances_*.json";
    private static final String CAPTIONS = "captions_*.json";

    @Override
    public String type() {
        return "chair";
    }

    @Override
    public List<Asset> assets(Path folder) {
        boolean truth = Files.exists(folder.resolve(OBJECTS))
                || !Asset.files(folder, INSTANCES).isEmpty();
        return List.of(
                Asset.of(folder, QUESTIONS, "lines {\"id\", \"image\", \"question\"}"),
                Asset.of(folder, SYNONYMS, "one object a line: its name, then synonyms, with commas between"),
                new Asset(
                        OBJECTS + " or " + INSTANCES,
                        "the truth: lines {\"image\", \"objects\": [...]}, or COCO's annotations, " + CAPTIONS
                                + " besides",
                        truth),
                Asset.of(folder, ImageFolder.NAME, "the pictures"));
    }

    @Override
    public BenchmarkTask open(Path folder) {
        ObjectVocabulary vocabulary = ObjectVocabulary.read(folder.resolve(SYNONYMS));
        Path own = folder.resolve(OBJECTS);
        Map<String, Set<String>> truth = Files.exists(own) ? own(own, vocabulary) : coco(folder, vocabulary);
        ImageFolder images = new ImageFolder(folder);
        List<BenchmarkQuestion> questions = JsonLine.read(folder.resolve(QUESTIONS)).stream()
                .map(line -> question(line, images, truth))
                .toList();
        return new ChairTask(vocabulary, questions);
    }

    private static BenchmarkQuestion question(JsonLine line, ImageFolder images, Map<String, Set<String>> truth) {
        String image = line.text("image");
        Set<String> objects = truth.get(image);
        if (objects == null) {
            throw new BenchmarkException(line.where() + ": nothing tells the objects of the image " + image);
        }
        return new BenchmarkQuestion(
                line.id("id"), image, images.find(line), line.text("question"), List.copyOf(objects));
    }

    private static Map<String, Set<String>> own(Path file, ObjectVocabulary vocabulary) {
        Map<String, Set<String>> truth = new HashMap<>();
        for (JsonLine line : JsonLine.read(file)) {
            if (!line.json().path("objects").isArray()) {
                throw new BenchmarkException(line.where() + ": objects is missing, or no array");
            }
            Set<String> objects = truth.computeIfAbsent(line.text("image"), image -> new TreeSet<>());
            for (JsonNode name : line.json().path("objects")) {
                objects.add(vocabulary
                        .canonical(name.asString(""))
                        .orElseThrow(() -> new BenchmarkException(
                                line.where() + ": the object " + name + " is not in " + SYNONYMS)));
            }
        }
        return truth;
    }

    private static Map<String, Set<String>> coco(Path folder, ObjectVocabulary vocabulary) {
        CocoPhrases.addTo(vocabulary);
        CocoTruth truth = new CocoTruth(vocabulary);
        Asset.files(folder, INSTANCES).forEach(file -> truth.addInstances(new CocoFile(file)));
        Asset.files(folder, CAPTIONS).forEach(file -> truth.addCaptions(new CocoFile(file)));
        return truth.objects();
    }
}
