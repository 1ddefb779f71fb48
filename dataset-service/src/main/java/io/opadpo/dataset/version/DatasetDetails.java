package io.opadpo.dataset.version;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A data set by itself. */
record DatasetDetails(
        @JsonUnwrapped DatasetView dataset,

        @Schema(description = "Counts and spreads: scores, error types, lengths, edits, judges, policies")
        JsonNode statistics,

        @Schema(description = "The first 100 answers that were left out, each with its reason")
        List<? extends JsonNode> dropReport) {}
