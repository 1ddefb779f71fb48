package io.opadpo.feedback.report;

import java.util.Locale;
import java.util.Optional;

/** What kind of mistake a sentence makes. */
public enum ErrorType {
    CORRECT,
    /** It says of the image what is not so. */
    IMAGE_RECOGNITION_ERROR,
    /** It misunderstands the question, or reasons badly. */
    LANGUAGE_COMPREHENSION_ERROR;

    /** As it stands in a report. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Any case, with any separator between the words. */
    static Optional<ErrorType> of(String text) {
        String word = text.strip().toUpperCase(Locale.ROOT).replaceAll("[\\s_-]+", "_");
        for (ErrorType type : values()) {
            if (type.name().equals(word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
