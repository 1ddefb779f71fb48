package io.opadpo.feedback.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A version of a correction that somebody made.
 *
 * @param state what it made of the correction
 * @param version from 1
 * @param reviewer who
 * @param at when
 * @param note why
 * @param report as it stands since, if it is not the judge's own; only where versions are listed
 * @param revised the same of the answer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Review(
        ReviewState state,
        int version,
        String reviewer,
        Instant at,
        @Nullable String note,
        @Schema(type = "object") @Nullable JsonNode report,
        @Nullable String revised) {

    /** Of a row with the table's columns, {@code state} as {@code review}. */
    static Review of(ResultSet row) throws SQLException {
        String report = row.getString("report");
        return new Review(
                ReviewState.valueOf(row.getString("review")),
                row.getInt("version"),
                row.getString("reviewer"),
                row.getTimestamp("at").toInstant(),
                row.getString("note"),
                report == null ? null : JsonMapper.shared().readTree(report),
                row.getString("revised"));
    }

    /** Without what stands beside it in a correction. */
    Review head() {
        return new Review(state, version, reviewer, at, note, null, null);
    }
}
