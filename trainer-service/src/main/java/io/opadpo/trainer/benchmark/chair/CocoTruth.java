package io.opadpo.trainer.benchmark.chair;

import io.opadpo.trainer.benchmark.BenchmarkException;
import io.opadpo.trainer.benchmark.chair.CocoFile.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The objects of COCO's pictures, from its own annotation files: the categories of a picture's instances, and the objects
 * that its captions mention, as in CHAIR.
 */
final class CocoTruth {

    private final ObjectVocabulary vocabulary;
    private final Map<String, Set<String>> objects = new HashMap<>();

    CocoTruth(ObjectVocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The objects by the pictures' file names. */
    Map<String, Set<String>> objects() {
        return objects;
    }

    /** Adds a file of the form of {@code instances_val2014.json}. */
    void addInstances(CocoFile file) {
        Map<Long, String> images = new HashMap<>();
        Map<Long, String> categories = new HashMap<>();
        Map<Long, Set<Long>> seen = new HashMap<>();
        file.read(Map.of(
                "images",
                entry -> addImage(file, entry, images),
                "categories",
                entry -> categories.put(file.require(entry.id(), "id"), file.require(entry.name(), "name")),
                "annotations",
                entry -> seen.computeIfAbsent(file.require(entry.imageId(), "image_id"), image -> new HashSet<>())
                        .add(file.require(entry.categoryId(), "category_id"))));
        // Only now, as the annotations come before the categories that they name.
        seen.forEach((image, ids) -> ids.forEach(
                id -> of(file, images, image).add(object(file.require(categories.get(id), "category " + id)))));
    }

    /** Adds a file of the form of {@code captions_val2014.json}. */
    void addCaptions(CocoFile file) {
        Map<Long, String> images = new HashMap<>();
        Map<Long, Set<String>> mentioned = new HashMap<>();
        file.read(Map.of(
                "images",
                entry -> addImage(file, entry, images),
                "annotations",
                entry -> vocabulary.mentions(file.require(entry.caption(), "caption")).stream()
                        .map(Mention::object)
                        .forEach(mentioned.computeIfAbsent(
                                file.require(entry.imageId(), "image_id"), image -> new HashSet<>())::add)));
        mentioned.forEach((image, found) -> of(file, images, image).addAll(found));
    }

    private void addImage(CocoFile file, Entry entry, Map<Long, String> images) {
        String name = file.require(entry.fileName(), "file_name");
        images.put(file.require(entry.id(), "id"), name);
        objects.computeIfAbsent(name, image -> new TreeSet<>());
    }

    private Set<String> of(CocoFile file, Map<Long, String> images, Long image) {
        return objects.getOrDefault(file.require(images.get(image), "image " + image), new TreeSet<>());
    }

    private String object(String category) {
        return vocabulary
                .canonical(category)
                .orElseThrow(() ->
                        new BenchmarkException("the category " + category + " is not in " + ChairBenchmark.SYNONYMS));
    }
}
