package io.opadpo.dataset.version;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Which samples are wanted. */
enum LineFilter {
    ALL(null),
    TRAIN("train"),
    HELD_OUT("held_out");

    private final @Nullable String split;

    LineFilter(@Nullable String split) {
        this.split = split;
    }

    boolean accepts(JsonNode line) {
        return split == null || split.equals(line.path("split").asString(""));
    }
}
