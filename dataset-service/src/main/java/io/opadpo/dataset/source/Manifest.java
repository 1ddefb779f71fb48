package io.opadpo.dataset.source;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The files of a source as they stood when an import began; later runs of the import read the same ones.
 *
 * @param kind {@code path}, {@code uploads}, {@code s3} or {@code hub}
 * @param name of the folder, bucket or data set
 * @param revision the hub's commit
 * @param license what is known of it
 * @param files in the order of their names
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Manifest(
        String kind,
        String name,
        @Nullable String revision,
        @Nullable String license,
        List<File> files) {

    /**
     * One file.
     *
     * @param name names it in reports, unique in its source
     * @param location where its source finds it
     * @param checksum {@code sha256:…}, {@code git:…} (Git's hash of a blob) or {@code etag:…}; null where the source
     *     tells none
     */
    public record File(
            String name,
            String location,
            long bytes,
            @Nullable String checksum) {

        String extension() {
            return extensionOf(name);
        }
    }

    static String extensionOf(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
    }
}
