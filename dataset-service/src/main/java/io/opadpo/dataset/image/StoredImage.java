package io.opadpo.dataset.image;

/**
 * An image that is kept.
 *
 * @param sha256 of its bytes, in hexadecimal; its name
 * @param bytes how many it has
 * @param width in pixels
 * @param height in pixels
 * @param mediaType as its bytes tell it
 */
public record StoredImage(String sha256, long bytes, int width, int height, String mediaType) {}
