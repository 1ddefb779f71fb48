package io.opadpo.dataset.source;

import io.opadpo.service.error.ApiException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Where files come from; exactly one of the four places.
 *
 * @param license what is noted of the files' licence; by default what the hub says
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SourceRequest(
        @Schema(description = "A file or folder below the configured import folder", example = "rlaif-v") @Nullable
        String path,

        @Schema(description = "Files that were uploaded before") @Nullable
        List<UUID> uploads,

        @Nullable S3 s3,

        @Nullable Hub hub,

        @Schema(description = "Noted in data cards", example = "cc-by-nc-4.0") @Nullable
        String license) {

    private static final Pattern DATASET =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,95}(/[A-Za-z0-9][A-Za-z0-9._-]{0,95})?");
    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int MAX_TEXT = 500;

    /** Objects of the configured bucket. */
    public record S3(
            @Schema(description = "What their keys begin with", example = "rlaif-v/")
            String prefix) {}

    /** Files of a data set on a hub that speaks Hugging Face's HTTP API. */
    public record Hub(
            @Schema(example = "openbmb/RLAIF-V-Dataset") String dataset,

            @Schema(description = "Branch, tag or commit; main by default") @Nullable
            String revision,

            @Schema(description = "Which files, as a glob; all by default", example = "*.parquet") @Nullable
            String files) {

        String revisionOrMain() {
            return revision == null ? "main" : revision;
        }
    }

    /** Throws {@link ApiException} naming the field, unless this can be a source. */
    public void check() {
        long places = Stream.of(path, uploads, s3, hub).filter(Objects::nonNull).count();
        if (places != 1) {
            throw ApiException.invalid("source", "must have exactly one of path, uploads, s3 and hub");
        }
        if (uploads != null && (uploads.isEmpty() || uploads.stream().anyMatch(Objects::isNull))) {
            throw ApiException.invalid("source.uploads", "must name uploads");
        }
        if (s3 != null
                && (s3.prefix() == null || s3.prefix().isBlank() || s3.prefix().length() > MAX_TEXT)) {
            throw ApiException.invalid("source.s3.prefix", "must be what keys begin with");
        }
        if (license != null && (license.length() > MAX_TEXT || license.chars().anyMatch(Character::isISOControl))) {
            throw ApiException.invalid("source.license", "must be at most " + MAX_TEXT + " printable characters");
        }
        if (hub != null) {
            check(hub);
        }
    }

    private static void check(Hub hub) {
        if (hub.dataset() == null || !DATASET.matcher(hub.dataset()).matches()) {
            throw ApiException.invalid("source.hub.dataset", "must be a data set's name, as in owner/name");
        }
        if (!REVISION.matcher(hub.revisionOrMain()).matches()) {
            throw ApiException.invalid("source.hub.revision", "must be a branch, tag or commit");
        }
        if (hub.files() != null && hub.files().length() > MAX_TEXT) {
            throw ApiException.invalid("source.hub.files", "must be a glob");
        }
    }
}
