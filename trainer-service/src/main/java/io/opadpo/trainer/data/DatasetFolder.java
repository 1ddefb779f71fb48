package io.opadpo.trainer.data;

import java.nio.file.Path;

/**
 * A dataset on this disk.
 *
 * @param id the dataset's
 * @param samples its lines, in the library's training format
 * @param images files named by the SHA-256 that lines call them by
 */
public record DatasetFolder(String id, Path samples, Path images) {}
