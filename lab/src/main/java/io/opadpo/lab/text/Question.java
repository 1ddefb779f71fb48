package io.opadpo.lab.text;

import io.opadpo.lab.scene.Background;
import io.opadpo.lab.scene.Kind;
import io.opadpo.lab.scene.Place;
import io.opadpo.lab.scene.Scene;
import io.opadpo.lab.scene.Thing;
import java.util.List;
import java.util.stream.Collectors;

/** A question about a scene. */
public sealed interface Question {

    /** As it is asked. */
    String text();

    /** The answer of somebody who takes this for the scene. */
    String answer(Scene scene);

    /** Asks for all there is, each thing in a sentence of its own. */
    record Describe() implements Question {

        @Override
        public String text() {
            return "Describe the image in detail.";
        }

        @Override
        public String answer(Scene scene) {
            return scene.things().stream().map(Describe::sentence).collect(Collectors.joining(" "))
                    + " "
                    + sentence(scene.background());
        }

        /** The sentence about one thing. */
        public static String sentence(Thing thing) {
            return "There is " + Wording.withArticle(thing) + " " + Wording.at(thing.place()) + ".";
        }

        /** The sentence about the background. */
        public static String sentence(Background background) {
            return "The background is " + Wording.word(background) + ".";
        }
    }

    /** Asks what there is, for an answer of one sentence. */
    record Listing() implements Question {

        @Override
        public String text() {
            return "What objects are in the image?";
        }

        @Override
        public String answer(Scene scene) {
            return sentence(scene.things().stream().map(Thing::kind).toList());
        }

        /** The sentence that lists kinds, at least one. */
        public static String sentence(List<Kind> kinds) {
            return "The image shows " + Wording.list(kinds) + ".";
        }
    }

    /** Asks whether there is a kind of thing, for yes or no. */
    record Exists(Kind kind) implements Question {

        public static final String YES = "Yes.";
        public static final String NO = "No.";

        @Override
        public String text() {
            return "Is there " + Wording.withArticle(kind) + " in the image?";
        }

        @Override
        public String answer(Scene scene) {
            return scene.has(kind) ? YES : NO;
        }
    }

    /** Asks what is in a quadrant; for pretraining, as it teaches the tower to look. */
    record What(Place place) implements Question {

        @Override
        public String text() {
            return "What is " + Wording.at(place) + "?";
        }

        @Override
        public String answer(Scene scene) {
            return scene.at(place)
                    .map(thing -> "There is " + Wording.withArticle(thing) + ".")
                    .orElse("There is nothing.");
        }
    }
}
