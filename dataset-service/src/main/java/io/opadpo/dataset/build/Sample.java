package io.opadpo.dataset.build;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A line of a data set, as the trainer reads it; the components' order is the fields' order.
 *
 * @param image SHA-256 of the image, by which the trainer names its file
 * @param report the corrector's judgement as it came; null where only supervised training is wanted
 * @param split {@code train} or {@code held_out}
 */
record Sample(
        String id,
        String image,
        String question,
        String standard,
        String original,
        @Nullable JsonNode report,
        String revised,
        String split) {

    Sample onSide(String side) {
        return new Sample(id, image, question, standard, original, report, revised, side);
    }
}
