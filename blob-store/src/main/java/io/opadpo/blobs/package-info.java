/**
 * Files that services share under keys of our own: images, datasets, adapters.
 *
 * <p>A folder is the default; S3, or what speaks its language, by configuration ({@link
 * io.opadpo.blobs.BlobProperties}). Puts are atomic in both: a reader sees the old bytes or the new ones, never a part.
 */
@NullMarked
package io.opadpo.blobs;

import org.jspecify.annotations.NullMarked;
