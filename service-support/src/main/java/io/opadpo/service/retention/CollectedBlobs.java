package io.opadpo.service.retention;

import java.util.List;

/**
 * What a collection of blobs found.
 *
 * @param dryRun whether it only looked
 * @param folders one entry for each folder that it looked at
 */
public record CollectedBlobs(boolean dryRun, List<Folder> folders) {
    /**
     * A folder of blobs.
     *
     * @param folder its name
     * @param blobs how many there are
     * @param bytes of all of them
     * @param unreferenced those to which no row refers and that are older than the grace; now they are marked
     * @param unreferencedBytes of those
     * @param deleted those of them that were marked before the time of grace, and are deleted now; in a dry run they are
     *     what would be
     * @param deletedBytes of those
     */
    public record Folder(
            String folder,
            long blobs,
            long bytes,
            long unreferenced,
            long unreferencedBytes,
            long deleted,
            long deletedBytes) {}

    /** How many were deleted. */
    public long deleted() {
        return folders.stream().mapToLong(Folder::deleted).sum();
    }
}
