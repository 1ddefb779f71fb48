package io.opadpo.llava.train.checkpoint;

import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A complete checkpoint.
 *
 * @param folder where its files lie
 * @param step optimiser steps done when it was written
 * @param metrics what was measured at that step
 * @param state what else training needs to go on: positions, seeds, counters
 */
public record Checkpoint(Path folder, long step, Map<String, Double> metrics, ObjectNode state) {

    /**
     * A part of the state.
     *
     * @throws CheckpointException if there is none of that name, or it is no {@code type}
     */
    public <T> T state(String name, Class<T> type) {
        JsonNode part = state.path(name);
        if (part.isMissingNode()) {
            throw new CheckpointException(folder + ": has no state '" + name + "'");
        }
        try {
            return CheckpointJson.MAPPER.treeToValue(part, type);
        } catch (JacksonException e) {
            throw new CheckpointException(
                    folder + ": state '" + name + "' is no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }
}
