package io.opadpo.trainer.benchmark.chair;

import java.util.List;

/**
 * What CHAIR's own code (utils/chair.py of its authors) knows about COCO's objects beside their synonyms: who is called a
 * baby is no person where it is an animal, a home plate is no plate. Its one rule about words that stand apart, that a text
 * with a toilet has no chair where it says "seat", is left out.
 */
final class CocoPhrases {

    private static final List<String> ANIMALS =
            List.of("bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe");
    private static final List<String> NO_OBJECTS = List.of("animal", "cub");
    private static final List<String> VEHICLES = List.of("jet", "train");
    private static final List<String> NAMES_OF_ELSE = List.of("home plate", "train track");

    private CocoPhrases() {}

    static void addTo(ObjectVocabulary objects) {
        for (String age : List.of("baby ", "adult ")) {
            ANIMALS.forEach(animal -> alias(objects, age + animal, animal));
            NO_OBJECTS.forEach(animal -> alias(objects, age + animal, animal));
        }
        VEHICLES.forEach(vehicle -> alias(objects, "passenger " + vehicle, vehicle));
        NAMES_OF_ELSE.forEach(phrase -> objects.add(phrase, null));
        alias(objects, "bow tie", "tie");
        alias(objects, "toilet seat", "toilet");
    }

    /** The phrase means what a part of it means, be it nothing. */
    private static void alias(ObjectVocabulary objects, String phrase, String part) {
        objects.add(phrase, objects.canonical(part).orElse(null));
    }
}
