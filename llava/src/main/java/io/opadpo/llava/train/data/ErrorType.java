package io.opadpo.llava.train.data;

import java.util.Locale;
import java.util.Optional;

/** What the corrector found wrong with a sentence. */
public enum ErrorType {
    CORRECT,
    /** The image was misread: weighs three times in the image terms of the loss. */
    IMAGE_RECOGNITION_ERROR,
    /** The image was understood, but the words are wrong. */
    LANGUAGE_COMPREHENSION_ERROR;

    /** As reports write it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Case does not matter, and spaces stand for underscores: the reference asks its corrector for
     * {@code Image_recognition_error}, looks up {@code image_recognition_error}, and so loses the weight.
     */
    static Optional<ErrorType> of(String text) {
        String name = text.strip().replace(' ', '_').toUpperCase(Locale.ROOT);
        for (ErrorType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
