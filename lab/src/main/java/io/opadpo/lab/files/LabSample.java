package io.opadpo.lab.files;

import io.opadpo.lab.scene.Scene;
import io.opadpo.lab.text.Question;

/**
 * A question about a picture.
 *
 * @param id unique among those drawn together, and usable as a file's name
 * @param scene the truth
 * @param png the picture
 */
public record LabSample(String id, Scene scene, byte[] png, Question question) {

    /** The right answer. */
    public String standard() {
        return question.answer(scene);
    }

    /** Name of the picture's file. */
    public String image() {
        return id + ".png";
    }
}
